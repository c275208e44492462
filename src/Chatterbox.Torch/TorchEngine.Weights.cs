using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <content>Weights, copied to the device once at load.</content>
public sealed partial class TorchEngine
{
    private const int ChannelBlock = 16;

    /// <inheritdoc/>
    public override Weight LinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 2);
        return Own(Take(weight, bias, role));
    }

    /// <inheritdoc/>
    public override Weight StackedLinearWeight(ReadOnlySpan<HostTensor> weights, WeightRole role = WeightRole.Exact)
    {
        Shape shape = HostTensor.StackedShape(weights);
        using DisposeScope scope = torch.NewDisposeScope();
        List<Native> parts = [];
        foreach (HostTensor weight in weights)
        {
            parts.Add(Upload(weight, TypeOf(role)));
        }

        return Own(new TorchWeight(shape, scope.Detach(torch.cat(parts)), null, role == WeightRole.Decoder));
    }

    /// <inheritdoc/>
    public override Weight TransposedLinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 2);
        using Native stored = Upload(weight, TypeOf(role));
        using Native turned = stored.t();
        var shape = new Shape(weight.Shape[1], weight.Shape[0]);
        return Own(new TorchWeight(shape, turned.contiguous(), Bias(bias, role), role == WeightRole.Decoder));
    }

    /// <inheritdoc/>
    public override Weight Conv1dWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 3);
        return Own(Filters(weight, bias));
    }

    /// <inheritdoc/>
    public override Weight DepthwiseConv1dWeight(HostTensor weight, HostTensor? bias)
    {
        RequireRank(weight, 3);
        return Own(Take(weight, bias));
    }

    /// <inheritdoc/>
    public override Weight ConvTranspose1dWeight(HostTensor weight, HostTensor? bias, int stride, int padding, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 3);
        (HostTensor filters, HostTensor? repeated) = TransposedFilters.Arrange(weight, bias, stride);
        return Own(new TransposedFilters(weight.Shape, Filters(filters, repeated), stride, padding));
    }

    /// <inheritdoc/>
    public override Weight Conv2dWeight(HostTensor weight, HostTensor? bias)
    {
        RequireRank(weight, 4);
        return Own(Take(weight, bias));
    }

    /// <inheritdoc/>
    public override Weight EmbeddingWeight(HostTensor table)
    {
        RequireRank(table, 2);
        return Own(Take(table, null));
    }

    /// <inheritdoc/>
    public override Weight LstmWeight(HostTensor inputWeight, HostTensor hiddenWeight, HostTensor inputBias, HostTensor hiddenBias) =>
        Own(new LstmLayer(inputWeight, hiddenWeight, inputBias, hiddenBias, _device));

    private static void RequireRank(HostTensor weight, int rank)
    {
        if (weight.Shape.Rank != rank)
            throw new ArgumentException($"A weight of rank {rank} is needed, not {weight.Shape}; this is a bug.", nameof(weight));
    }

    /// <summary>Only T3's layers are ever rounded.</summary>
    private torch.ScalarType TypeOf(WeightRole role) => role == WeightRole.Decoder ? DecoderType : torch.float32;

    /// <summary>
    /// Filters of a convolution over time. On the CPU libtorch 2.10 computes nonsense for a batch where the input channels are more than
    /// its vectors hold and no whole number of them (18, say), so they are filled up with zeros.
    /// </summary>
    private TorchWeight Filters(HostTensor weight, HostTensor? bias)
    {
        int missing = (ChannelBlock - weight.Shape[1] % ChannelBlock) % ChannelBlock;
        if (_device.type != DeviceType.CPU || missing == 0)
            return Take(weight, bias);
        using Native values = Upload(weight, torch.float32);
        return new TorchWeight(weight.Shape, torch.nn.functional.pad(values, [0, 0, 0, missing]), Bias(bias, WeightRole.Exact));
    }

    private TorchWeight Take(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        Native values = Upload(weight, TypeOf(role));
        return new TorchWeight(weight.Shape, values, Bias(bias, role), role == WeightRole.Decoder);
    }

    private Native? Bias(HostTensor? bias, WeightRole role)
    {
        Native? values = bias is null ? null : Upload(bias, TypeOf(role));
        return values;
    }

    /// <summary>Counts a weight, which lives as long as the engine if nobody disposes it before.</summary>
    private Weight Own(Weight weight)
    {
        _weights.Add(weight);
        Interlocked.Add(ref _weightBytes, weight.Bytes);
        return weight;
    }
}
