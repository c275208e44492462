using Chatterbox.Audio.Mel;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Tokenizer;

/// <summary>
/// Turns speech into tokens, 25 a second. Port of S3Tokenizer in models/s3tokenizer/s3tokenizer.py over S3TokenizerV2 of
/// s3tokenizer 0.3.0.
/// </summary>
public sealed class S3TokenizerModel
{
    /// <summary>Mel frames for a token.</summary>
    public const int FramesPerToken = 4;

    /// <summary>The most mel frames that are taken: 30 s.</summary>
    public const int MaxFrames = 3000;

    private readonly Engine _engine;
    private readonly AudioEncoder _encoder;
    private readonly FsqCodebook _codebook;

    /// <summary>Takes the tensors below <c>tokenizer</c> of S3Gen's checkpoint; the sizes follow from it.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
    public S3TokenizerModel(Weights w)
    {
        _engine = w.Engine;
        _encoder = new AudioEncoder(w.At("encoder"), MaxFrames);
        _codebook = new FsqCodebook(w.At("quantizer._codebook"), _encoder.Channels);

        // The mel extractor has these two of its own.
        w.Skip("_mel_filters");
        w.Skip("window");
    }

    /// <summary>Mel bins that go in: 128.</summary>
    public int Bins => _encoder.Bins;

    /// <summary>
    /// The tokens of a mel (<see cref="MelConfig.ForS3Tokenizer"/>): one for four frames, rounded up, but at most
    /// <paramref name="maxTokens"/>, for which the rest of the mel is not looked at.
    /// </summary>
    /// <exception cref="ArgumentException">The mel has no frames, more than <see cref="MaxFrames"/>, or another number of bins.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; asked before every transformer block.</exception>
    public int[] Tokenize(MelSpectrogram mel, int maxTokens = MaxFrames / FramesPerToken, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokens);
        int frames = (int)Math.Min(mel.Frames, (long)maxTokens * FramesPerToken);
        if (frames is 0 or > MaxFrames || mel.Bins != Bins)
        {
            throw new ArgumentException(
                $"The speech tokenizer takes 1 to {MaxFrames} frames of {Bins} mel bins, not {frames} of {mel.Bins}.", nameof(mel));
        }

        using Scope scope = _engine.BeginScope();
        Tensor x = _engine.FromHost(mel.Values.AsSpan(0, frames * mel.Bins), new Shape(1, frames, mel.Bins)); // (1, T, bins)
        return _codebook.Encode(_encoder.Forward(x, cancellation).Tap("s3tok/hidden"));
    }
}
