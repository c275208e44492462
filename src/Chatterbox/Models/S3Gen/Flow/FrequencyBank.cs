using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>Angles of a sinusoidal embedding (Vaswani et al. 2017): a position times geometrically falling frequencies from 1 on.</summary>
internal sealed class FrequencyBank
{
    private const double Longest = 10000;

    private readonly Linear _frequencies;

    /// <summary>Frequency i of <paramref name="count"/> is 10000^(-i / <paramref name="steps"/>).</summary>
    public FrequencyBank(Engine engine, int count, int steps)
    {
        float[] frequencies = new float[count];
        float step = (float)(-Math.Log(Longest) / steps);
        for (int i = 0; i < count; i++)
            frequencies[i] = MathF.Exp(i * step);
        _frequencies = new Linear(engine, new HostTensor(new Shape(count, 1), frequencies));
    }

    /// <summary>Positions (n) to the sines (n, count) and the cosines (n, count).</summary>
    public (Tensor Sine, Tensor Cosine) Forward(Tensor positions)
    {
        Tensor angles = _frequencies.Forward(positions.Reshape(new Shape(positions.Dim(0), 1))); // (n, count)
        return (angles.Activate(ActivationKind.Sin), angles.Activate(ActivationKind.Cos));
    }
}
