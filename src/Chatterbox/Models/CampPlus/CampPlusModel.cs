using Chatterbox.Audio.Mel;
using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>
/// The x-vector, a speaker embedding for S3Gen (CAM++, Wang et al. 2023). Port of CAMPPlus in models/s3gen/xvector.py.
/// </summary>
public sealed class CampPlusModel
{
    /// <summary>The fewest mel frames that give a standard deviation over time.</summary>
    public const int MinFrames = 3;

    /// <summary>Mel bins that go in.</summary>
    public const int Bins = 80;

    private const int TdnnKernel = 5;
    private const int TdnnStride = 2;

    private static readonly int[] Dilations = [1, 2, 2];

    private readonly Engine _engine;
    private readonly ConvolutionHead _head;
    private readonly Conv1d _tdnn;
    private readonly DenseBlock[] _blocks = new DenseBlock[Dilations.Length];
    private readonly TransitLayer[] _transits = new TransitLayer[Dilations.Length];
    private readonly NormRelu _outNonlinear;
    private readonly Conv1d _dense;

    /// <summary>Takes the tensors below <c>speaker_encoder</c> of S3Gen's checkpoint; the sizes follow from it.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
    public CampPlusModel(Weights w)
    {
        _engine = w.Engine;
        _head = new ConvolutionHead(w.At("head"));
        w = w.At("xvector");
        w.Expect("tdnn.linear.weight", -1, _head.Outputs(Bins), TdnnKernel);
        _tdnn = new Conv1d(w.At("tdnn.linear"), w.At("tdnn.nonlinear.batchnorm"), Conv1dOptions.Padded(TdnnKernel / 2, TdnnStride));
        int channels = _tdnn.Outputs;
        for (int i = 0; i < Dilations.Length; i++)
        {
            _blocks[i] = new DenseBlock(w.At($"block{i + 1}"), channels, Dilations[i]);
            _transits[i] = new TransitLayer(w.At($"transit{i + 1}"), _blocks[i].Outputs);
            channels = _transits[i].Outputs;
        }

        _outNonlinear = new NormRelu(w.At("out_nonlinear"), channels);
        w.Expect("dense.linear.weight", -1, 2 * channels, 1);
        _dense = new Conv1d(w.At("dense.linear"), w.At("dense.nonlinear.batchnorm"), Conv1dOptions.Padded(0), affine: false);
    }

    /// <summary>Values of an embedding: 192.</summary>
    public int EmbeddingSize => _dense.Outputs;

    /// <summary>The embedding, not normalised, of a mel (<see cref="MelConfig.ForCampplus"/>).</summary>
    /// <exception cref="ArgumentException">The mel has fewer than <see cref="MinFrames"/> frames, or another number of bins than 80.</exception>
    public float[] Embed(MelSpectrogram mel)
    {
        ArgumentNullException.ThrowIfNull(mel);
        if (mel.Frames < MinFrames || mel.Bins != Bins)
        {
            throw new ArgumentException(
                $"CAMPPlus takes at least {MinFrames} frames of {Bins} mel bins, not {mel.Frames} of {mel.Bins}.", nameof(mel));
        }

        using Scope scope = _engine.BeginScope();
        return Forward(_engine.FromHost(mel.Values, new Shape(1, mel.Frames, mel.Bins))).ToArray();
    }

    private Tensor Forward(Tensor mel)
    {
        using Scope scope = _engine.BeginScope();
        Tensor x = _head.Forward(mel).Tap("campplus/head"); // (1, T, 320)
        x = _tdnn.Forward(x).Activate(ActivationKind.Relu).Tap("campplus/tdnn"); // (1, ceil(T / 2), C)
        for (int i = 0; i < _blocks.Length; i++)
        {
            x = _blocks[i].Forward(x).Tap($"campplus/block{i + 1}"); // (1, ceil(T / 2), C + layers growth)
            x = _transits[i].Forward(x); // (1, ceil(T / 2), half)
        }

        x = _outNonlinear.Forward(x); // (1, ceil(T / 2), C)
        x = _engine.Concat(2, _engine.MeanOverTime(x), _engine.DeviationOverTime(x)).Tap("campplus/stats"); // (1, 1, 2 C)
        return scope.Keep(_dense.Forward(x).Tap("campplus/embedding")); // (1, 1, size)
    }
}
