using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>A stack of LSTM layers from a zero state. Port of torch.nn.LSTM with batch_first.</summary>
public sealed class Lstm
{
    private const int Gates = 4;

    private readonly Engine _engine;
    private readonly Weight[] _layers;

    /// <summary>Takes <c>weight_ih_l0</c> and so on, as many layers as there are.</summary>
    public Lstm(Weights w)
    {
        _engine = w.Engine;
        List<Weight> layers = [];
        for (int i = 0; w.Has($"weight_ih_l{i}"); i++)
        {
            HostTensor hidden = w.Get($"weight_hh_l{i}", -1, -1);
            int size = hidden.Shape[1], gates = Gates * size;
            w.Expect($"weight_hh_l{i}", gates, size);
            HostTensor input = w.Get($"weight_ih_l{i}", gates, i == 0 ? -1 : size);
            layers.Add(_engine.LstmWeight(input, hidden, w.Get($"bias_ih_l{i}", gates), w.Get($"bias_hh_l{i}", gates)));
            input.Release();
            hidden.Release();
        }

        _layers = [.. layers];
    }

    /// <summary>(B, T, in) to the last layer's hidden state at every step, (B, T, hidden)</summary>
    public Tensor Forward(Tensor x)
    {
        foreach (Weight layer in _layers)
            x = _engine.Lstm(x, layer);
        return x;
    }
}
