using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>Every operation at every vector width against its scalar twin.</summary>
public sealed class LevelsAgreeTests
{
    /// <summary>Relative L2; functions differ by a few units in the last place, products only where sums are ordered by lanes.</summary>
    private const double Bound = 5e-7;

    public static TheoryData<string> All() => [.. EngineOperation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_vector_level_equals_the_scalar_one(string name)
    {
        EngineOperation operation = EngineOperation.Named(name);
        foreach (int frames in new[] { 2, 6, 7, 29, 133 })
        {
            float[] x = Random32.Values(frames, 3 * frames * operation.Channels);
            using var scalar = new CpuEngine(1, SimdLevel.Scalar);
            float[] expected = operation.On(scalar, x, 3, frames).Values;
            foreach (SimdLevel level in Levels.Available)
            {
                using var engine = new CpuEngine(2, level);
                TensorAssert.Close($"{name} of {frames} frames at {level}", expected, operation.On(engine, x, 3, frames).Values, Bound);
            }
        }
    }

    [Fact]
    public void Relative_attention_equals_the_definition_at_every_level()
    {
        const int Length = 61, Heads = 2, Size = 12, Channels = Heads * Size;
        float[] q = Random32.Values(1, Length * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        float[] p = Random32.Values(4, (2 * Length - 1) * Channels), u = Random32.Values(5, Channels), w = Random32.Values(6, Channels);
        float[] expected = new float[q.Length];
        for (int head = 0; head < Heads; head++)
        {
            for (int i = 0; i < Length; i++)
            {
                double[] weights = new double[Length];
                for (int j = 0; j < Length; j++)
                {
                    double score = 0;
                    for (int c = head * Size; c < (head + 1) * Size; c++)
                    {
                        double query = q[i * Channels + c];
                        score += (query + u[c]) * k[j * Channels + c] + (query + w[c]) * p[(Length - 1 - i + j) * Channels + c];
                    }

                    weights[j] = Math.Exp(score / Math.Sqrt(Size));
                }

                for (int c = head * Size; c < (head + 1) * Size; c++)
                    expected[i * Channels + c] = (float)(Enumerable.Range(0, Length).Sum(j => weights[j] * v[j * Channels + c]) / weights.Sum());
            }
        }

        foreach (SimdLevel level in Levels.Available)
        {
            using var engine = new CpuEngine(2, level);
            Tensor Up(float[] values) => engine.FromHost(values, new Shape(1, values.Length / Channels, Channels));
            Tensor y = engine.RelativeAttention(Up(q), Up(k), Up(v), Up(p), Up(u), Up(w), Heads);
            TensorAssert.Close($"relative attention at {level}", expected, y.ToArray(), 1e-6);
        }
    }
}
