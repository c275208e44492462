using Chatterbox.Tensors;
using TorchSharp;
using TorchSharp.Modules;

namespace Chatterbox.Torch;

/// <summary>One LSTM layer as libtorch's module, whose parameters are set once.</summary>
internal sealed class LstmLayer : Weight
{
    private readonly LSTM _module;

    /// <summary>A layer with PyTorch's parameters on <paramref name="device"/>.</summary>
    public LstmLayer(HostTensor inputWeight, HostTensor hiddenWeight, HostTensor inputBias, HostTensor hiddenBias, torch.Device device)
    {
        Shape = hiddenWeight.Shape;
        Hidden = hiddenWeight.Shape[1];
        Bytes = sizeof(float) * (inputWeight.Shape.Count + hiddenWeight.Shape.Count + inputBias.Shape.Count + hiddenBias.Shape.Count);
        _module = torch.nn.LSTM(inputWeight.Shape[1], Hidden, batchFirst: true, device: device);
        using IDisposable noGradient = torch.no_grad();
        foreach ((string name, Parameter parameter) in _module.named_parameters())
        {
            HostTensor values = name switch
            {
                "weight_ih_l0" => inputWeight,
                "weight_hh_l0" => hiddenWeight,
                "bias_ih_l0" => inputBias,
                "bias_hh_l0" => hiddenBias,
                _ => throw new InvalidOperationException($"libtorch's LSTM has a parameter '{name}'; this is a bug."),
            };
            using torch.Tensor host = HostValues.ToTensor(values.Values, values.Shape);
            GC.KeepAlive(values);
            using torch.Tensor uploaded = HostValues.ToDevice(host, torch.float32, device);
            parameter.copy_(uploaded);
            parameter.requires_grad = false;
        }

        // One block of memory for all of them, as cuDNN wants it.
        _module.flatten_parameters();
    }

    /// <inheritdoc/>
    public override Shape Shape { get; }

    /// <inheritdoc/>
    public override long Bytes { get; }

    /// <summary>Channels of the hidden state.</summary>
    public int Hidden { get; }

    /// <summary>(B, T, in) to (B, T, hidden), from a zero state.</summary>
    public torch.Tensor Forward(torch.Tensor x) => _module.call(x).Item1;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _module.Dispose();
    }
}
