using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// One of the three stages of HiFT: a transposed convolution, the source added, and the mean of three residual blocks.
/// Port of the loop in HiFTGenerator.decode (chatterbox models/s3gen/hifigan.py).
/// </summary>
internal sealed class UpsampleStage
{
    private const int Blocks = 3;
    private const float Slope = 0.1f;
    private const int SpectrumRate = HiFTGenerator.SamplesPerFrame / Stft16.Hop;

    private readonly ConvTranspose1d _up;
    private readonly SourceBranch _source;
    private readonly ResBlock[] _blocks;
    private readonly int _stage;
    private readonly int _rate;
    private readonly bool _padLeft;
    private readonly Pass _fusePass;
    private readonly Pass _sourcePass;

    /// <summary>
    /// Takes <c>ups</c>, <c>source_downs</c>, <c>source_resblocks</c> and three of <c>resblocks</c>. The stage takes
    /// <paramref name="inputRate"/> frames to a mel frame and gives <paramref name="stride"/> times as many;
    /// <paramref name="padLeft"/> reflects one more frame at the left, as the last stage does.
    /// </summary>
    /// <exception cref="CheckpointException">The transposed convolution has another kernel.</exception>
    public UpsampleStage(Weights w, int channels, int stage, int inputRate, int stride, int kernel, bool padLeft)
    {
        (_stage, _rate, _padLeft) = (stage, inputRate * stride, padLeft);
        int padding = (kernel - stride) / 2, extra = padLeft ? 1 : 0;
        _up = new ConvTranspose1d(w.At("ups").At(stage), stride, padding, channels);
        if (_up.Kernel != kernel)
            throw new CheckpointException($"'{w.Prefix}ups.{stage}' has {_up.Kernel} taps; HiFT has {kernel}.");
        _source = new SourceBranch(w, _up.Outputs, stage, SpectrumRate / _rate);
        _blocks = [.. Enumerable.Range(stage * Blocks, Blocks).Select(i => new ResBlock(w.At("resblocks").At(i), _up.Outputs))];
        _sourcePass = new Pass(_rate, extra, _source.Reach, _rate * _source.Work);
        _fusePass = new Pass(_rate, extra, padding + extra, inputRate * _up.Work);
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs => _up.Outputs;

    /// <summary>Cost and reach of <see cref="Forward"/>.</summary>
    public Pass WholePass => new(
        _rate,
        _fusePass.Extra,
        Math.Max(_fusePass.Reach, _sourcePass.Reach) + _blocks.Max(block => block.Reach),
        _sourcePass.Work + _fusePass.Work + _rate * _blocks.Sum(block => block.Work));

    /// <summary>x (1, T, C) and the spectrum of the source (1, F, 18) to (1, T', C / 2)</summary>
    public Tensor Forward(Tensor x, Tensor spectrum)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor fused = Fuse(x, _source.Forward(spectrum)); // (1, T', C / 2)
        return scope.Keep(Mean(Block(0, fused), Block(1, fused), Block(2, fused))); // (1, T', C / 2)
    }

    /// <summary>
    /// The same over a whole utterance, each part in windows of its own. For the first stage, whose few frames to a mel frame
    /// make the reach of all parts together span many mel frames.
    /// </summary>
    public Track RunByParts(WindowedRun run, Track x, Track spectrum)
    {
        using Scope scope = x.Frames.Engine.BeginScope();
        Track source = run.Run(_sourcePass, window => _source.Forward(window.Cut(spectrum))); // (1, T', C / 2)
        Track fused = run.Run(_fusePass, window => Fuse(window.Cut(x), window.Cut(source))); // (1, T', C / 2)
        Tensor[] blocks = new Tensor[Blocks];
        for (int i = 0; i < Blocks; i++)
        {
            int block = i;
            Pass pass = new(_rate, _fusePass.Extra, _blocks[block].Reach, _rate * _blocks[block].Work);
            blocks[i] = run.Run(pass, window => Block(block, window.Cut(fused))).Frames; // (1, T', C / 2)
        }

        return new Track(scope.Keep(Mean(blocks[0], blocks[1], blocks[2])), _rate, _fusePass.Extra);
    }

    private static Tensor Mean(Tensor first, Tensor second, Tensor third)
    {
        using Scope scope = first.Engine.BeginScope();
        return scope.Keep(first.Add(second).Add(third).Scale(1f / Blocks));
    }

    /// <summary>The transposed convolution with the source added: x (1, T, C) and the source (1, T', C / 2) to (1, T', C / 2).</summary>
    private Tensor Fuse(Tensor x, Tensor source)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor y = _up.Forward(x.Activate(Activation.LeakyRelu(Slope))).Tap($"hift/up{_stage}"); // (1, T stride, C / 2)
        if (_padLeft)
            y = x.Engine.Concat(1, y.Slice(1, 1, 1), y); // (1, T stride + 1, C / 2)
        return scope.Keep(y.Add(source));
    }

    private Tensor Block(int block, Tensor fused) => _blocks[block].Forward(fused).Tap($"hift/res{_stage}{block}");
}
