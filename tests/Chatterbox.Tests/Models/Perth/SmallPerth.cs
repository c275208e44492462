using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.Perth;

/// <summary>Weights of the watermark's form, small enough to follow by hand.</summary>
internal static class SmallPerth
{
    public static readonly string[] DecoderStacks = ["decoder.slow_layers", "decoder.normal_layers", "decoder.fast_layers"];

    /// <summary>Layers with 4 frequencies and 8 channels whose results are all zero.</summary>
    public static Dictionary<string, HostTensor> Zero()
    {
        Dictionary<string, HostTensor> tensors = [];
        foreach (string stack in (string[])["encoder.layers", .. DecoderStacks])
        {
            int outputs = stack == "encoder.layers" ? 4 : 2;
            for (int i = 0; i < 7; i++)
            {
                tensors[$"{stack}.{i}.conv.weight"] = Filled(0, i == 6 ? outputs : 8, i == 0 ? 4 : 8, i is 0 or 6 ? 1 : 7);
                tensors[$"{stack}.{i}.conv.bias"] = Filled(0, i == 6 ? outputs : 8);
            }
        }

        return tensors;
    }

    /// <summary>A tensor of equal values.</summary>
    public static HostTensor Filled(float value, params int[] shape)
    {
        float[] values = new float[new Shape(shape).Count];
        Array.Fill(values, value);
        return new HostTensor(new Shape(shape), values);
    }
}
