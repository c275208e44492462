using Chatterbox.Tensors;

namespace Chatterbox.Models.Perth;

/// <summary>
/// Makes the mark that is added to the levels of the lowest frequencies. Port of Encoder
/// (perth/perth_net/perth_net_implicit/model/encoder.py); the mask is applied by the caller.
/// </summary>
public sealed class WatermarkEncoder
{
    private readonly ConvStack _layers;

    /// <summary>Takes the weights at <c>encoder</c>.</summary>
    /// <exception cref="CheckpointException">They are not the encoder's.</exception>
    public WatermarkEncoder(Weights w)
    {
        ArgumentNullException.ThrowIfNull(w);
        _layers = new ConvStack(w, "layers");
    }

    /// <summary>Frequencies that are marked, from the lowest on.</summary>
    public int Band => _layers.Inputs;

    /// <summary>Frames before and after a frame that its mark depends on.</summary>
    public int Context => _layers.Context;

    /// <summary>Levels (1, T, Band) to what is added to them (1, T, Band).</summary>
    public Tensor Forward(Tensor levels) => _layers.Forward(levels);
}
