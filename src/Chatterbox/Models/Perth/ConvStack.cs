using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.Perth;

/// <summary>
/// Convolutions over time with a leaky ReLU after each but the last. Port of the layers of Encoder and Decoder
/// (perth/perth_net/perth_net_implicit/model/{__init__,encoder,decoder}.py).
/// </summary>
internal sealed class ConvStack
{
    private static readonly Activation Leaky = Activation.LeakyRelu(0.01f);

    private readonly Engine _engine;
    private readonly Conv1d[] _layers;

    /// <summary>Takes the layers <c>name.0.conv</c>, <c>name.1.conv</c> and so on.</summary>
    /// <param name="w">The place that has them.</param>
    /// <param name="name">Their name there.</param>
    /// <param name="outputs">Channels that come out; by default as many as go in.</param>
    /// <exception cref="CheckpointException">The layers are missing or do not fit one another.</exception>
    public ConvStack(Weights w, string name, int? outputs = null)
    {
        _engine = w.Engine;
        _layers = new Conv1d[w.Count(name)];
        int channels = -1;
        for (int i = 0; i < _layers.Length; i++)
        {
            Weights layer = w.At(name).At(i).At("conv");
            Shape shape = layer.ShapeOf("weight");
            if (shape.Rank != 3 || shape[2] % 2 == 0 || (channels >= 0 && shape[1] != channels))
                throw new CheckpointException($"'{layer.Prefix}weight' of shape {shape} does not follow the layer before it: these are not the weights of the watermark.");
            _layers[i] = Conv1d.Same(layer);
            channels = shape[0];
            Context += shape[2] / 2;
        }

        if (_layers.Length == 0 || channels != (outputs ?? Inputs) || Inputs > PerthSettings.Bins)
            throw new CheckpointException($"The layers '{w.Prefix}{name}' are not those of the watermark.");
    }

    /// <summary>Frequencies that go in, from the lowest on.</summary>
    public int Inputs => _layers[0].Inputs;

    /// <summary>Frames before and after a frame that its result depends on.</summary>
    public int Context { get; }

    /// <summary>(1, T, in) to (1, T, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        for (int i = 0; i < _layers.Length - 1; i++)
        {
            using Scope inner = _engine.BeginScope();
            x = inner.Keep(_layers[i].Forward(x).Activate(Leaky)); // (1, T, hidden)
        }

        return scope.Keep(_layers[^1].Forward(x)); // (1, T, out)
    }
}
