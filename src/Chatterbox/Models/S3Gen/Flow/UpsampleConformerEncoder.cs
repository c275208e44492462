using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Token embeddings at 25 Hz to features at 50 Hz: a look ahead, a stack of conformer layers, upsampling by two, a second stack.
/// Port of UpsampleConformerEncoder in chatterbox models/s3gen/transformer/upsample_encoder.py.
/// </summary>
internal sealed class UpsampleConformerEncoder
{
    /// <summary>Frames that come out for each token.</summary>
    public const int Upsampling = 2;

    private const int UpKernel = 5;

    private readonly EncoderInput _embed;
    private readonly RelativePositions _positions;
    private readonly PreLookahead _preLookahead;
    private readonly ConformerLayer[] _layers;
    private readonly Conv1d _upLayer;
    private readonly EncoderInput _upEmbed;
    private readonly ConformerLayer[] _upLayers;
    private readonly LayerNorm _norm;

    public UpsampleConformerEncoder(Weights w, int inputs)
    {
        _embed = new EncoderInput(w.At("embed"), inputs);
        _positions = new RelativePositions(w.Engine, Channels);
        _preLookahead = new PreLookahead(w.At("pre_lookahead_layer"), Channels);
        _layers = ReadLayers(w, "encoders", Channels);
        _upLayer = Conv1d.Causal(w.At("up_layer.conv"), Channels, Channels, UpKernel);
        _upEmbed = new EncoderInput(w.At("up_embed"), Channels, Channels);
        _upLayers = ReadLayers(w, "up_encoders", Channels);
        _norm = new LayerNorm(w.At("after_norm"), channels: Channels);
    }

    /// <summary>Channels that come out.</summary>
    public int Channels => _embed.Channels;

    /// <summary>Layers of both stacks.</summary>
    public int LayerCount => _layers.Length + _upLayers.Length;

    /// <summary>(1, T, in) to (1, 2T, C)</summary>
    public Tensor Forward(Tensor tokens, FlowMonitor monitor)
    {
        Engine engine = tokens.Engine;
        using Scope scope = engine.BeginScope();
        int length = tokens.Dim(1);
        Tensor upPositions = _positions.Forward(Upsampling * length); // (4L-1, C)
        Tensor positions = LongestTable.Middle(upPositions, LongestTable.Frames(upPositions) / Upsampling); // (2L-1, C)
        Tensor x = _embed.Forward(tokens).Tap("flow/encoder/embed"); // (1, T, C)
        x = _preLookahead.Forward(x).Tap("flow/encoder/pre_lookahead"); // (1, T, C)
        for (int i = 0; i < _layers.Length; i++)
        {
            x = _layers[i].Forward(x, positions).Tap($"flow/encoder/layer{i}"); // (1, T, C)
            monitor.BlockDone();
        }

        x = _upLayer.Forward(engine.RepeatFrames(x, Upsampling)).Tap("flow/encoder/up_layer"); // (1, 2T, C)
        x = _upEmbed.Forward(x).Tap("flow/encoder/up_embed"); // (1, 2T, C)
        for (int i = 0; i < _upLayers.Length; i++)
        {
            x = _upLayers[i].Forward(x, upPositions).Tap($"flow/encoder/up_layer{i}"); // (1, 2T, C)
            monitor.BlockDone();
        }

        return scope.Keep(_norm.Forward(x)).Tap("flow/encoder/out"); // (1, 2T, C)
    }

    private static ConformerLayer[] ReadLayers(Weights w, string name, int channels)
    {
        var layers = new ConformerLayer[w.Count(name)];
        for (int i = 0; i < layers.Length; i++)
            layers[i] = new ConformerLayer(w.At(name).At(i), channels);
        return layers;
    }
}
