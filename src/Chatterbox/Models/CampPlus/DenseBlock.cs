using System.Globalization;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>Layers that each see the output of all before them (D-TDNN, Yu and Li 2020). Port of CAMDenseTDNNBlock in models/s3gen/xvector.py.</summary>
public sealed class DenseBlock
{
    private readonly Engine _engine;
    private readonly DenseLayer[] _layers;

    /// <summary>Takes <c>tdnnd1</c>, <c>tdnnd2</c> and so on, as many as there are.</summary>
    public DenseBlock(Weights w, int inputs, int dilation)
    {
        _engine = w.Engine;
        Outputs = inputs;
        _layers = new DenseLayer[w.Children().Count()];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new DenseLayer(w.At(string.Create(CultureInfo.InvariantCulture, $"tdnnd{i + 1}")), Outputs, dilation);
            Outputs += _layers[i].Outputs;
        }
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs { get; }

    /// <summary>(1, T, C) to (1, T, C + layers growth)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        Tensor[] parts = new Tensor[_layers.Length + 1];
        parts[0] = x;
        for (int i = 0; i < _layers.Length; i++)
            parts[i + 1] = Grow(_layers[i], parts.AsSpan(0, i + 1)); // (1, T, growth)
        return scope.Keep(_engine.Concat(2, parts));
    }

    private Tensor Grow(DenseLayer layer, ReadOnlySpan<Tensor> parts)
    {
        using Scope scope = _engine.BeginScope();
        return scope.Keep(layer.Forward(_engine.Concat(2, parts)));
    }
}
