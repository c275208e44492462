using Chatterbox.Tensors;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>An engine operation with fixed weights, over an input (batch, frames, channels) of odd sizes.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Channels">Channels that go in.</param>
/// <param name="Run">Makes the weights and computes.</param>
internal sealed record EngineOperation(string Name, int Channels, Func<Engine, Tensor, Tensor> Run)
{
    private const int Width = 37;

    /// <summary>Operations whose output frame depends on the same input frame alone.</summary>
    public static IReadOnlyList<EngineOperation> ByRow { get; } =
    [
        new("Linear", 67, (e, x) => e.Linear(x, e.LinearWeight(Random32.Host(1, 71, 67), Random32.Host(2, 71)))),
        new("Linear without bias", 5, (e, x) => e.Linear(x, e.LinearWeight(Random32.Host(1, 200, 5), null))),
        new("Linear, then GELU, then a residual", 67, (e, x) => e.Linear(x, e.LinearWeight(Random32.Host(1, 67, 67), Random32.Host(2, 67)), ActivationKind.GeluErf, x)),
        new("LayerNorm", Width, (e, x) => e.LayerNorm(x, Upload(e, 1), Upload(e, 2), 1e-5f)),
        new("RmsNorm", Width, (e, x) => e.RmsNorm(x, Upload(e, 1), 1e-5f)),
        new("L2Normalize", Width, (e, x) => e.L2Normalize(x, 1e-12f)),
        new("Softmax", Width, (e, x) => e.Softmax(x)),
        new("Snake", Width, (e, x) => e.Snake(x, Upload(e, 1))),
        new("Clamp", Width, (e, x) => e.Clamp(x, -0.25f, 0.5f)),
        new("Scale", Width, (e, x) => e.Scale(x, 1.7f)),
        new("Add a row", Width, (e, x) => e.Add(x, Upload(e, 1))),
        new("Mul a row", Width, (e, x) => e.Mul(x, Upload(e, 1))),
        new("AddScaled", Width, (e, x) => e.AddScaled(x, x, 0.3f)),
        .. Enum.GetValues<ActivationKind>().Select(kind =>
            new EngineOperation(kind.ToString(), Width, (e, x) => e.Activate(x, new Activation(kind, 0.1f)))),
    ];

    /// <summary>Operations whose output frame depends on input frames of the same batch entry, none of them later than it is.</summary>
    public static IReadOnlyList<EngineOperation> Causal { get; } =
    [
        new("Conv1d", 7, (e, x) => e.Conv1d(x, e.Conv1dWeight(Random32.Host(1, 33, 7, 3), Random32.Host(2, 33)), Conv1dOptions.Causal(3))),
        new("Conv1d with a residual", 7, (e, x) => e.Conv1d(x, e.Conv1dWeight(Random32.Host(1, 7, 7, 3), null), Conv1dOptions.Causal(3), x)),
        new("Conv1d dilated", 7, (e, x) => e.Conv1d(x, e.Conv1dWeight(Random32.Host(1, 9, 7, 3), null), new Conv1dOptions(Dilation: 2, PadLeft: 4))),
        new("DepthwiseConv1d", Width, (e, x) => e.DepthwiseConv1d(x, e.DepthwiseConv1dWeight(Random32.Host(1, Width, 1, 5), Random32.Host(2, Width)), 4, 0)),
        new("Lstm", 13, (e, x) => e.Lstm(x, e.LstmWeight(Random32.Host(1, 44, 13), Random32.Host(2, 44, 11), Random32.Host(3, 44), Random32.Host(4, 44)))),
    ];

    /// <summary>Operations whose output depends on the whole batch entry.</summary>
    public static IReadOnlyList<EngineOperation> ByEntry { get; } =
    [
        new("Conv1d padded", 7, (e, x) => e.Conv1d(x, e.Conv1dWeight(Random32.Host(1, 35, 7, 5), Random32.Host(2, 35)), Conv1dOptions.Padded(2))),
        new("Conv1d strided", 7, (e, x) => e.Conv1d(x, e.Conv1dWeight(Random32.Host(1, 35, 7, 5), null), Conv1dOptions.Padded(2, stride: 2))),
        new("Conv1d of stride 3, dilated", 7, (e, x) => e.Conv1d(x, e.Conv1dWeight(Random32.Host(1, 64, 7, 3), null), new Conv1dOptions(3, 2, 5, 3))),
        new("ConvTranspose1d", 7, (e, x) => e.ConvTranspose1d(x, e.ConvTranspose1dWeight(Random32.Host(1, 7, 19, 5), Random32.Host(2, 19), 3, 1))),
        new("Attention", 36, (e, x) => e.Attention(x, e.Scale(x, 2), e.Add(x, x), 4)),
        new("Permute", 5, (e, x) => e.Permute(x, 0, 2, 1)),
        new("RepeatFrames", 5, (e, x) => e.RepeatFrames(x, 3)),
        new("SegmentMeans", 5, (e, x) => e.SegmentMeans(x, 4)),
        new("MeanOverTime", 5, (e, x) => e.MeanOverTime(x)),
        new("DeviationOverTime", 5, (e, x) => e.DeviationOverTime(x)),
        new("OverlapAdd", 6, (e, x) => e.OverlapAdd(x, 2)),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EngineOperation> All { get; } = [.. ByRow, .. Causal, .. ByEntry];

    /// <summary>The operation of that name.</summary>
    public static EngineOperation Named(string name) => All.Single(operation => operation.Name == name);

    /// <summary>The result for an input (batch, frames, channels) with given values, and its shape.</summary>
    public (float[] Values, Shape Shape) On(Engine engine, ReadOnlySpan<float> input, int batch, int frames)
    {
        using Scope scope = engine.BeginScope();
        Tensor y = Run(engine, engine.FromHost(input, new Shape(batch, frames, Channels)));
        return (y.ToArray(), y.Shape);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Tensor Upload(Engine engine, int seed) => engine.FromHost(Random32.Values(seed, Width), new Shape(Width));
}
