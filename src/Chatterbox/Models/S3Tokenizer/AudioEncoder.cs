using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Tokenizer;

/// <summary>From mel frames at 100 Hz to states at 25 Hz. Port of AudioEncoderV2 in s3tokenizer's model_v2.py.</summary>
public sealed class AudioEncoder
{
    private const int MelBins = 128;
    private const int Kernel = 3;
    private const int Stride = 2; // of each convolution
    private const double RotaryTheta = 10000;

    private readonly Engine _engine;
    private readonly Conv1d _first;
    private readonly Conv1d _second;
    private readonly EncoderBlock[] _blocks;

    /// <summary>
    /// Takes <c>conv1</c>, <c>conv2</c> and <c>blocks</c>, as many as there are; for at most <paramref name="maxFrames"/> mel frames.
    /// </summary>
    public AudioEncoder(Weights w, int maxFrames)
    {
        _engine = w.Engine;
        w.Expect("conv1.weight", -1, MelBins, Kernel);
        Channels = w.ShapeOf("conv1.weight")[0];
        if (Channels == 0 || Channels % FsmnAttention.HeadSize != 0)
            throw new CheckpointException($"'{w.Prefix}conv1.weight' gives {Channels} channels, which cannot be heads of {FsmnAttention.HeadSize}.");
        w.Expect("conv2.weight", Channels, Channels, Kernel);
        _first = new Conv1d(w.At("conv1"), Conv1dOptions.Padded(1, Stride));
        _second = new Conv1d(w.At("conv2"), Conv1dOptions.Padded(1, Stride));
        RotaryTable rotary = new(_engine, Downsampled(maxFrames), Frequencies(FsmnAttention.HeadSize));
        _blocks = new EncoderBlock[w.Count("blocks")];
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = new EncoderBlock(w.At("blocks").At(i), Channels, rotary);
    }

    /// <summary>Mel bins that go in: 128.</summary>
    public int Bins => _first.Inputs;

    /// <summary>Channels of a state: 1280.</summary>
    public int Channels { get; }

    /// <summary>States for <paramref name="frames"/> mel frames: a quarter, rounded up.</summary>
    public static int Downsampled(int frames) => (frames + Stride * Stride - 1) / (Stride * Stride);

    /// <summary>(1, T, bins) to (1, ceil(T / 4), channels)</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; asked before every block.</exception>
    public Tensor Forward(Tensor mel, CancellationToken cancellation = default)
    {
        using Scope scope = _engine.BeginScope();
        Tensor x = _first.Forward(mel).Activate(ActivationKind.GeluErf); // (1, ceil(T / 2), C)
        x = _second.Forward(x).Activate(ActivationKind.GeluErf); // (1, ceil(T / 4), C)
        for (int i = 0; i < _blocks.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            x = _blocks[i].Forward(x).Tap($"s3tok/block{i}"); // (1, ceil(T / 4), C)
        }

        return scope.Keep(x);
    }

    /// <summary>Port of precompute_freqs_cis, rounded to float where the reference rounds.</summary>
    private static float[] Frequencies(int headSize) =>
        [.. Enumerable.Range(0, headSize / 2).Select(pair => 1 / (float)Math.Pow(RotaryTheta, 2f * pair / headSize))];
}
