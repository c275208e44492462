using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tensors.Cpu;

/// <content>Products in bfloat16, by oneDNN.</content>
public sealed unsafe partial class CpuEngine
{
    // Few: the layers' sizes, and for attention a pair for every 64 keys up to the longest text.
    private readonly Dictionary<(int K, int Columns, bool HasBias), OneDnnProduct> _products = [];
    private readonly OneDnnLibrary? _oneDnn;

    /// <summary>Whether <see cref="RendererPrecision.BFloat16"/> can be had here; otherwise <paramref name="reason"/> says why not.</summary>
    public static bool CanMultiplyBFloat16(out string? reason) => OneDnnLibrary.TryLoad(out _, out reason);

    private static OneDnnLibrary LoadOneDnn() =>
        OneDnnLibrary.TryLoad(out OneDnnLibrary? library, out string? reason) ? library : throw new OneDnnException($"Products in bfloat16 cannot be had here: {reason}.");

    private OneDnnProduct Product(int k, int columns, bool hasBias)
    {
        if (!_products.TryGetValue((k, columns, hasBias), out OneDnnProduct? product))
            _products.Add((k, columns, hasBias), product = new OneDnnProduct(_oneDnn!, Threads, HalfMatrix.BlockRows, k, columns, hasBias));
        return product;
    }

    private bool IsHalf(WeightRole role) => role == WeightRole.Renderer && _oneDnn is not null;

    private void Multiply(float* x, int rows, HalfMatrix matrix, float* y, Epilogue epilogue) =>
        HalfConvolutionJob.Run(_workers, x, 1, rows, matrix, Conv1dOptions.Padded(0), y, epilogue);

    private CpuTensor HalfAttention(CpuTensor q, CpuTensor k, CpuTensor v, int heads)
    {
        int batch = q.Shape[0], keys = k.Shape[1], padded = HalfAttentionJob.Padded(keys);
        CpuTensor y = New(q.Shape);
        using Scope scope = BeginScope();
        var blocks = new Shape(batch * heads, padded * HalfAttentionJob.HeadSize / 2);
        var pack = new PackHalfHeadsJob
        {
            Keys = k.Pointer, Values = v.Pointer, KeyBlocks = (ushort*)New(blocks).Pointer, ValueBlocks = (ushort*)New(blocks).Pointer,
            Length = keys, Heads = heads,
        };
        _workers.Run(pack, batch * heads);
        var job = new HalfAttentionJob
        {
            Queries = q.Pointer, Output = y.Pointer, KeyBlocks = pack.KeyBlocks, ValueBlocks = pack.ValueBlocks,
            QueryLength = q.Shape[1], KeyLength = keys, Heads = heads,
            ScoreProduct = Product(HalfAttentionJob.HeadSize, padded, hasBias: false).Handle,
            MixProduct = Product(padded, HalfAttentionJob.HeadSize, hasBias: false).Handle,
            Scratch = _workers.Scratch(HalfAttentionJob.ScratchFloats(keys), out long stride), ScratchStride = stride,
        };
        _workers.Run(job, batch * heads * job.BlocksPerHead);
        return y;
    }
}
