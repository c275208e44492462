using System.Runtime.InteropServices;
using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// The embedded engine: managed SIMD kernels over native memory, float32 throughout (the reference mode). Results do not
/// depend on the number of threads.
/// </summary>
public sealed unsafe partial class CpuEngine : Engine
{
    /// <summary>So many tensors die before the first of them is used again: until then a use after its death is noticed.</summary>
    private const int Quarantine = 256;

    private readonly MemoryPool _memory = new();
    private readonly Queue<CpuTensor> _spare = new();
    private readonly List<CpuTensor> _constants = [];
    private readonly List<Weight> _weights = [];
    private readonly WeightArena _arena = new();
    private readonly WorkerPool _workers;
    private readonly SimdLevel _level;
    private readonly DecoderPrecision _decoder;
    private long _weightBytes;

    /// <summary>
    /// An engine with <paramref name="threads"/> threads (default: the fastest number, see <see cref="ThreadSearch"/>) at the best or a lower vector width, with
    /// T3's layers in <paramref name="decoder"/> and the flow's and vocoder's in <paramref name="renderer"/>.
    /// </summary>
    /// <exception cref="OneDnnException">bfloat16 cannot be had here.</exception>
    public CpuEngine(
        int? threads = null, SimdLevel? level = null, DecoderPrecision decoder = DecoderPrecision.Float32, RendererPrecision renderer = RendererPrecision.Float32)
    {
        _decoder = decoder;
        _oneDnn = renderer == RendererPrecision.BFloat16 ? LoadOneDnn() : null;
        _level = level ?? SimdLevels.Best;
        if (_level > SimdLevels.Best)
            throw new ArgumentException($"{_level} does not run here; the widest is {SimdLevels.Best}.", nameof(level));
        _workers = new WorkerPool(threads ?? ThreadSearch.Fastest);
    }

    /// <inheritdoc/>
    public override int Threads => _workers.Workers;

    /// <inheritdoc/>
    public override string ModeOf(WeightRole role) => role switch
    {
        WeightRole.Decoder when _decoder == DecoderPrecision.Int8 => "int8",
        WeightRole.Decoder when _decoder == DecoderPrecision.Int4 => "int4",
        _ => IsHalf(role) ? "bf16" : "fp32",
    };

    /// <inheritdoc/>
    public override double BytesPerWeight(WeightRole role) => role switch
    {
        WeightRole.Decoder when _decoder == DecoderPrecision.Int8 => QuantizedMatrix<ByteBlock>.BytesPerValue,
        WeightRole.Decoder when _decoder == DecoderPrecision.Int4 => QuantizedMatrix<NibbleBlock>.BytesPerValue,
        _ => IsHalf(role) ? sizeof(ushort) : sizeof(float),
    };

    /// <summary>Bytes of activations and constants taken from the system.</summary>
    public override long MemoryBytes => _memory.Bytes;

    /// <inheritdoc/>
    public override long WeightBytes => Interlocked.Read(ref _weightBytes);

    /// <inheritdoc/>
    public override string Description => $"CPU, {RuntimeInformation.ProcessArchitecture}, {_level}, {Threads} threads, float32{(_decoder == DecoderPrecision.Float32 ? "" : $", T3 {ModeOf(WeightRole.Decoder)}")}{(_oneDnn is null ? "" : ", S3Gen bfloat16")}";

    /// <inheritdoc/>
    public override Tensor Constant(HostTensor values)
    {
        CpuTensor tensor = Allocate(values.Shape);
        values.Values.CopyTo(tensor.Span);
        GC.KeepAlive(values);
        _constants.Add(tensor);
        return tensor;
    }

    /// <inheritdoc/>
    public override Tensor FromHost(ReadOnlySpan<float> values, Shape shape)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Count} values, not {values.Length}.", nameof(values));
        CpuTensor tensor = New(shape);
        values.CopyTo(tensor.Span);
        return tensor;
    }

    /// <inheritdoc/>
    public override Tensor Zeros(Shape shape)
    {
        CpuTensor tensor = New(shape);
        tensor.Span.Clear();
        return tensor;
    }

    /// <inheritdoc/>
    public override void Read(Tensor tensor, Span<float> destination)
    {
        Span<float> values = Cpu(tensor).Span;
        if (values.Length != destination.Length)
            throw new ArgumentException($"{values.Length} values do not fit into {destination.Length}.", nameof(destination));
        values.CopyTo(destination);
    }

    /// <inheritdoc/>
    public override int KvValueBytes => IsHalfCache ? sizeof(ushort) : sizeof(float);

    private bool IsHalfCache => _decoder != DecoderPrecision.Float32;

    /// <inheritdoc/>
    public override KvCache CreateKvCache(int layers, int heads, int headSize, KvCache? prefix = null) => prefix is null
        ? new CpuKvCache(layers, heads, headSize, IsHalfCache)
        : new CpuKvCache(layers, heads, headSize, IsHalfCache, (CpuKvCache)prefix);

    /// <inheritdoc/>
    public override void Trim() => _memory.Trim();

    /// <inheritdoc/>
    protected override void Free(Tensor tensor)
    {
        var dead = (CpuTensor)tensor;
        MemoryBlock block = dead.Detach();
        if (block.References == 0)
            _memory.Return(block);
        _spare.Enqueue(dead);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        EndAllScopes();
        foreach (CpuTensor constant in _constants)
            Free(constant);
        _constants.Clear();
        _weights.ForEach(weight => weight.Dispose());
        foreach (OneDnnProduct product in _products.Values)
            product.Dispose();
        _products.Clear();
        _arena.Dispose();
        _memory.Dispose();
        _workers.Dispose();
    }

    private static CpuTensor Cpu(Tensor tensor)
    {
        var cpu = (CpuTensor)tensor;
        return cpu.Block is not null ? cpu : throw new InvalidOperationException("A tensor was used after its scope ended; this is a bug.");
    }

    private static ArgumentException Mismatch(string operation, Shape left, Shape right) =>
        new($"{operation}: {left} does not go with {right}; this is a bug.");

    private CpuTensor Allocate(Shape shape)
    {
        CpuTensor tensor = Spare();
        MemoryBlock block = _memory.Rent(shape.Count);
        tensor.Attach(block, block.Pointer, shape);
        return tensor;
    }

    private CpuTensor Spare() => _spare.Count > Quarantine ? _spare.Dequeue() : new CpuTensor(this);

    private CpuTensor New(Shape shape) => Own(Allocate(shape));

    private CpuTensor View(CpuTensor of, float* start, Shape shape)
    {
        CpuTensor tensor = Spare();
        tensor.Attach(of.Block!, start, shape);
        return Own(tensor);
    }
}
