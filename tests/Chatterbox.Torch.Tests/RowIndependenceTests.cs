using Chatterbox.Tensors;
using Chatterbox.Tests.Tensors.Cpu;

namespace Chatterbox.Torch.Tests;

/// <summary>
/// The bits of a row do not depend on the other rows: for all operations of T3, in the sizes of a model. libtorch's element-wise
/// functions compute the last few values of an odd size by other code, so sizes here are whole vectors, as all models' are.
/// </summary>
public sealed class RowIndependenceTests
{
    private const int Channels = 256;

    private static readonly (string Name, Func<Engine, Tensor, Tensor> Run)[] Operations =
    [
        ("Linear", (e, x) => e.Linear(x, e.LinearWeight(Random32.Host(1, 320, Channels), Random32.Host(2, 320), WeightRole.Decoder))),
        ("Linear of odd width", (e, x) => e.Linear(x, e.LinearWeight(Random32.Host(1, 129, Channels), null, WeightRole.Decoder))),
        ("Linear, exact", (e, x) => e.Linear(x, e.LinearWeight(Random32.Host(1, 320, Channels), Random32.Host(2, 320)))),
        ("Linear, transposed", (e, x) => e.Linear(x, e.TransposedLinearWeight(Random32.Host(1, Channels, 320), Random32.Host(2, 320), WeightRole.Decoder))),
        ("LayerNorm", (e, x) => e.LayerNorm(x, e.FromHost(Random32.Values(1, Channels), new Shape(Channels)), e.FromHost(Random32.Values(2, Channels), new Shape(Channels)), 1e-5f)),
        ("RmsNorm", (e, x) => e.RmsNorm(x, e.FromHost(Random32.Values(1, Channels), new Shape(Channels)), 1e-5f)),
        ("Silu", (e, x) => e.Activate(x, ActivationKind.Silu)),
        ("GeluTanh", (e, x) => e.Activate(x, ActivationKind.GeluTanh)),
        ("Add", (e, x) => e.Add(x, x)),
        ("Mul", (e, x) => e.Mul(x, x)),
    ];

    public static TheoryData<string, TorchPrecision, bool> Names()
    {
        var data = new TheoryData<string, TorchPrecision, bool>();
        foreach ((string name, _) in Operations)
            foreach (TorchPrecision precision in Enum.GetValues<TorchPrecision>())
                foreach (bool blocks in (bool[])[false, true])
                    data.Add(name, precision, blocks);
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_has_the_same_bits_alone_and_among_others(string name, TorchPrecision precision, bool blocks)
    {
        const int Most = 300;
        using TorchEngine engine = Engines.Create(precision, blocks);
        Func<Engine, Tensor, Tensor> run = Operations.Single(operation => operation.Name == name).Run;
        float[] x = Random32.Values(5, Most * Channels);
        float[] together = Rows(Most);
        int width = together.Length / Most;
        foreach (int rows in (int[])[.. Enumerable.Range(1, 40), 64, 100, 250, 299])
            Assert.Equal(together[^(rows * width)..], Rows(rows));

        float[] Rows(int rows)
        {
            using Scope scope = engine.BeginScope();
            return run(engine, engine.FromHost(x.AsSpan((Most - rows) * Channels), new Shape(rows, Channels))).ToArray();
        }
    }
}
