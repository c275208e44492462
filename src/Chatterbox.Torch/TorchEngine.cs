using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>
/// The engine on libtorch, for GPUs of NVIDIA and, as its proof, for the CPU. Work on a GPU is queued, uploads
/// too; <see cref="Read"/> and <see cref="ChooseTokens"/> wait.
/// </summary>
public sealed partial class TorchEngine : Engine
{
    private readonly torch.Device _device;
    private readonly TorchPrecision _precision;
    private readonly bool _asOnGpu;
    private readonly CausalMask _mask;
    private readonly List<TorchTensor> _constants = [];
    private readonly List<Weight> _weights = [];
    private long _weightBytes;
    private long _tensorBytes;

    /// <summary>An engine on <paramref name="device"/>.</summary>
    /// <param name="device">Where it computes.</param>
    /// <param name="threads">Threads of libtorch on the CPU; null for one a core.</param>
    /// <param name="precision">How T3's layers are kept.</param>
    /// <exception cref="TorchUnavailableException">libtorch or the device cannot be used; the message says what is missing.</exception>
    public TorchEngine(TorchDevice device, int? threads = null, TorchPrecision precision = TorchPrecision.Float32)
        : this(device, threads, precision, asOnGpu: device.IsCuda)
    {
    }

    /// <summary>The same, where <paramref name="asOnGpu"/> says whether it goes the ways that are a GPU's: T3's products block by block, tokens chosen on the device.</summary>
    internal TorchEngine(TorchDevice device, int? threads, TorchPrecision precision, bool asOnGpu)
    {
        TorchLibrary.Require(device);
        _device = device.IsCuda ? torch.device(DeviceType.CUDA, device.Index) : torch.CPU;
        _precision = precision;
        _asOnGpu = asOnGpu;
        _mask = new CausalMask(_device, DecoderType);
        if (threads is { } count)
            torch.set_num_threads(count);

        // Ten bits of mantissa are no float32.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
    }

    /// <inheritdoc/>
    public override int Threads => torch.get_num_threads();

    /// <inheritdoc/>
    public override long WeightBytes => Interlocked.Read(ref _weightBytes);

    /// <inheritdoc/>
    public override string ModeOf(WeightRole role) => TypeOf(role) == torch.bfloat16 ? "bf16" : "fp32";

    /// <inheritdoc/>
    public override double BytesPerWeight(WeightRole role) => TypeOf(role) == torch.bfloat16 ? sizeof(ushort) : sizeof(float);

    /// <summary>Bytes of the tensors and constants that are alive; a view counts as what it shows.</summary>
    public override long MemoryBytes => Interlocked.Read(ref _tensorBytes);

    /// <inheritdoc/>
    public override int KvValueBytes => _precision == TorchPrecision.BFloat16 ? sizeof(ushort) : sizeof(float);

    /// <inheritdoc/>
    public override string Description =>
        $"libtorch {torch.__version__}, {_device}, float32{(_precision == TorchPrecision.BFloat16 ? ", T3 bfloat16" : "")}";

    private torch.ScalarType DecoderType => _precision == TorchPrecision.BFloat16 ? torch.bfloat16 : torch.float32;

    /// <inheritdoc/>
    public override Tensor Constant(HostTensor values)
    {
        TorchTensor tensor = Count(new TorchTensor(this, Upload(values, torch.float32), values.Shape));
        _constants.Add(tensor);
        return tensor;
    }

    /// <inheritdoc/>
    public override Tensor FromHost(ReadOnlySpan<float> values, Shape shape)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Count} values, not {values.Length}.", nameof(values));
        return New(Upload(values, shape, torch.float32), shape);
    }

    /// <inheritdoc/>
    public override Tensor Zeros(Shape shape) => New(torch.zeros(shape.Lengths(), torch.float32, _device), shape);

    /// <inheritdoc/>
    public override void Read(Tensor tensor, Span<float> destination)
    {
        Native values = Of(tensor);
        if (tensor.Shape.Count != destination.Length)
            throw new ArgumentException($"{tensor.Shape.Count} values do not fit into {destination.Length}.", nameof(destination));
        HostValues.Read(values, destination);
    }

    /// <inheritdoc/>
    public override KvCache CreateKvCache(int layers, int heads, int headSize, KvCache? prefix = null) =>
        new TorchKvCache(layers, heads, headSize, DecoderType, _device, (TorchKvCache?)prefix);

    /// <summary>Frees the tables that are made as they are needed. libtorch keeps freed memory of a GPU for its own later use.</summary>
    public override void Trim()
    {
        _mask.Clear();
        ForgetRotation();
    }

    /// <inheritdoc/>
    protected override void Free(Tensor tensor)
    {
        var dead = (TorchTensor)tensor;
        dead.Free();
        Interlocked.Add(ref _tensorBytes, -sizeof(float) * dead.Shape.Count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        EndAllScopes();
        _constants.ForEach(Free);
        _constants.Clear();
        _weights.ForEach(weight => weight.Dispose());
        _weights.Clear();
        Trim();
    }

    private static Native Of(Tensor tensor) => ((TorchTensor)tensor).Values;

    private static ArgumentException Mismatch(string operation, Shape left, Shape right) =>
        new($"{operation}: {left} does not go with {right}; this is a bug.");

    /// <summary>A tensor of the scope from one that nothing else frees.</summary>
    private TorchTensor New(Native values, Shape shape) => Own(Count(new TorchTensor(this, values, shape)));

    /// <summary>A tensor of the scope that <paramref name="work"/> gives; what it makes on the way is freed. It uses libtorch alone.</summary>
    private TorchTensor Compute(Shape shape, Func<Native> work)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return New(scope.Detach(work()), shape);
    }

    private TorchTensor Count(TorchTensor tensor)
    {
        Interlocked.Add(ref _tensorBytes, sizeof(float) * tensor.Shape.Count);
        return tensor;
    }

    /// <summary>Values on the device; what holds them is kept alive until they are copied.</summary>
    private Native Upload(HostTensor values, torch.ScalarType type)
    {
        Native uploaded = Upload(values.Values, values.Shape, type);
        GC.KeepAlive(values);
        return uploaded;
    }

    /// <summary>Values on the device.</summary>
    private Native Upload(ReadOnlySpan<float> values, Shape shape, torch.ScalarType type)
    {
        using Native host = HostValues.ToTensor(values, shape);
        return HostValues.ToDevice(host, type, _device);
    }
}
