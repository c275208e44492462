using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// Three residual pairs of convolutions behind Snake activations; the first of each pair is dilated by 1, 3 and 5.
/// Port of ResBlock (chatterbox models/s3gen/hifigan.py).
/// </summary>
internal sealed class ResBlock
{
    private static readonly int[] Dilations = [1, 3, 5];

    private readonly Engine _engine;
    private readonly Snake[] _activations1;
    private readonly Snake[] _activations2;
    private readonly Conv1d[] _convs1;
    private readonly Conv1d[] _convs2;

    /// <summary>Takes <c>convs1</c>, <c>convs2</c>, <c>activations1</c> and <c>activations2</c>.</summary>
    public ResBlock(Weights w, int channels)
    {
        _engine = w.Engine;
        _activations1 = [.. Dilations.Select((_, i) => new Snake(w.At("activations1").At(i), channels))];
        _activations2 = [.. Dilations.Select((_, i) => new Snake(w.At("activations2").At(i), channels))];
        _convs1 = [.. Dilations.Select((dilation, i) => Conv1d.Same(w.At("convs1").At(i), dilation, channels, channels))];
        _convs2 = [.. Dilations.Select((_, i) => Conv1d.Same(w.At("convs2").At(i), inputs: channels, outputs: channels))];
    }

    /// <summary>How many frames to each side an output frame sees.</summary>
    public int Reach => Dilations.Select((dilation, i) => (dilation * (_convs1[i].Kernel - 1) + _convs2[i].Kernel - 1) / 2).Sum();

    /// <summary>Multiply-adds for a frame.</summary>
    public long Work => _convs1.Concat(_convs2).Sum(conv => conv.Work);

    /// <summary>(B, T, C) to the same shape</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        for (int i = 0; i < Dilations.Length; i++)
        {
            using Scope pair = _engine.BeginScope();
            Tensor y = _convs1[i].Forward(_activations1[i].Forward(x)); // (B, T, C)
            x = pair.Keep(_convs2[i].Forward(_activations2[i].Forward(y), residual: x)); // (B, T, C)
        }

        return scope.Keep(x);
    }
}
