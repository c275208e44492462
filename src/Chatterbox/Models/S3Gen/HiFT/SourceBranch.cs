using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// Brings the spectrum of the source down to the frame rate of a stage. Port of source_downs and source_resblocks of
/// HiFTGenerator (chatterbox models/s3gen/hifigan.py).
/// </summary>
internal sealed class SourceBranch
{
    private readonly Conv1d _down;
    private readonly ResBlock _block;
    private readonly int _stage;
    private readonly int _padding;
    private readonly int _stride;

    /// <summary>
    /// Takes <c>source_downs</c> and <c>source_resblocks</c> of the stage; <paramref name="stride"/> frames of the spectrum
    /// make a frame of the stage.
    /// </summary>
    /// <exception cref="CheckpointException">The filters do not go with the stride.</exception>
    public SourceBranch(Weights w, int channels, int stage, int stride)
    {
        (_stage, _stride, _padding) = (stage, stride, stride / 2);
        _down = new Conv1d(w.At("source_downs").At(stage), Conv1dOptions.Padded(_padding, stride), outputs: channels);
        _block = new ResBlock(w.At("source_resblocks").At(stage), channels);
        int kernel = stride == 1 ? 1 : 2 * stride;
        if (_down.Kernel != kernel || _down.Inputs != 2 * Stft16.Bins)
            throw new CheckpointException(
                $"'{w.Prefix}source_downs.{stage}' takes {_down.Inputs} channels with {_down.Kernel} taps; HiFT has {2 * Stft16.Bins} with {kernel}.");
    }

    /// <summary>How many frames of the stage at the end of a cut do not come out as in the whole.</summary>
    public int Reach => (_padding + _stride - 1) / _stride + _block.Reach;

    /// <summary>Multiply-adds for a frame of the stage.</summary>
    public long Work => _down.Work + _block.Work;

    /// <summary>(1, F, 18) to (1, T, C)</summary>
    public Tensor Forward(Tensor spectrum)
    {
        using Scope scope = spectrum.Engine.BeginScope();
        Tensor x = _down.Forward(spectrum).Tap($"hift/source_down{_stage}"); // (1, T, C)
        return scope.Keep(_block.Forward(x)).Tap($"hift/source_res{_stage}"); // (1, T, C)
    }
}
