using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// Mel to the audio of an utterance: HiFT and the fade at the start. Port of S3Token2Wav.inference after the mel
/// (chatterbox models/s3gen/s3gen.py).
/// </summary>
public sealed class Vocoder(Weights w)
{
    private readonly HiFTGenerator _generator = new(w.At("mel2wav"));

    /// <summary>Mel (1, T, 80) to 480 T samples at 24 kHz. Progress goes from 0 to 1.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two windows.</exception>
    public float[] Forward(Tensor mel, IHarmonicNoise noise, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        using Scope scope = mel.Engine.BeginScope();
        float[] audio = _generator.Forward(mel, noise, progress, cancellation).ToArray();
        FadeIn.Apply(audio);
        return audio;
    }
}
