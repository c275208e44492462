using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>A NaN is shown, and only where it belongs.</summary>
public sealed class NaNTests
{
    public static TheoryData<string> ByRow() => [.. EngineOperation.ByRow.Select(operation => operation.Name)];

    public static TheoryData<string> All() => [.. EngineOperation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(ByRow))]
    public void A_NaN_in_a_row_is_shown_and_stays_there(string name)
    {
        const int Rows = 13, Bad = 7;
        EngineOperation operation = EngineOperation.Named(name);
        foreach (SimdLevel level in Levels.Available)
        {
            foreach (int at in new[] { 0, operation.Channels / 2, operation.Channels - 1 })
            {
                using var engine = new CpuEngine(2, level);
                float[] x = Random32.Values(1, Rows * operation.Channels);
                x[Bad * operation.Channels + at] = float.NaN;
                float[] y = operation.On(engine, x, 1, Rows).Values;
                int width = y.Length / Rows;
                for (int row = 0; row < Rows; row++)
                    Assert.Equal(row != Bad, AllNumbers(y.AsSpan(row * width, width)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_NaN_in_a_batch_entry_is_shown_and_stays_there(string name)
    {
        const int Frames = 12;
        EngineOperation operation = EngineOperation.Named(name);
        using var engine = new CpuEngine(2);
        int entry = Frames * operation.Channels;
        float[] x = Random32.Values(1, 3 * entry);
        x[entry + entry / 2] = float.NaN;
        float[] y = operation.On(engine, x, 3, Frames).Values;
        int width = y.Length / 3;
        for (int b = 0; b < 3; b++)
            Assert.Equal(b != 1, AllNumbers(y.AsSpan(b * width, width)));
    }

    private static bool AllNumbers(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            if (float.IsNaN(value))
                return false;
        return true;
    }
}
