using System.Globalization;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Pipeline;
using Xunit.Abstractions;

namespace Chatterbox.Torch.Tests;

/// <summary>Memory over many syntheses.</summary>
[Collection(nameof(NativeCounting))]
public sealed class LongRunTests(ITestOutputHelper output)
{
    private const int Runs = 500;
    private const int Warm = 100;

    [Fact]
    public void Hundreds_of_syntheses_take_no_more_memory_than_the_first()
    {
        using var folder = new TinyModelFolder("original-tiny");
        using var synthesis = new TinySynthesis(folder.Path, threads: 1);
        long tensors = 0, engine = 0, resident = 0;
        for (int run = 0; run < Runs; run++)
        {
            if (run == Warm)
                (tensors, engine, resident) = (TorchLibrary.Tensors, synthesis.Engine.MemoryBytes, Resident());
            synthesis.Synthesizer.Speak(synthesis.Request with { Seed = (ulong)run });
        }

        long after = Resident();
        output.WriteLine($"after {Warm} runs {tensors} tensors and {resident >> 20} MB, after {Runs} {TorchLibrary.Tensors} and {after >> 20} MB");
        Assert.Equal((tensors, engine), (TorchLibrary.Tensors, synthesis.Engine.MemoryBytes));
        Assert.True(after < resident + (32L << 20), $"{resident >> 20} MB grew to {after >> 20} MB.");
    }

    [Fact]
    public void A_cancelled_synthesis_leaves_nothing_behind()
    {
        using var folder = new TinyModelFolder("original-tiny");
        using var synthesis = new TinySynthesis(folder.Path, threads: 1);
        synthesis.Synthesizer.Speak(synthesis.Request);
        (long Tensors, long Bytes) before = (TorchLibrary.Tensors, synthesis.Engine.MemoryBytes);
        int calls = 0;
        synthesis.Synthesizer.Speak(synthesis.Request, _ => calls++);
        for (int last = 1; last < calls; last++)
        {
            using var source = new CancellationTokenSource();
            int left = last;
            Assert.ThrowsAny<OperationCanceledException>(() => synthesis.Synthesizer.Speak(
                synthesis.Request,
                _ =>
                {
                    if (--left == 0)
                        source.Cancel();
                },
                source.Token));
            Assert.Equal(before, (TorchLibrary.Tensors, synthesis.Engine.MemoryBytes));
        }
    }

    /// <summary>Bytes of the process in memory.</summary>
    private static long Resident()
    {
        GC.Collect();
        return OperatingSystem.IsLinux()
            ? 1024 * long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : Environment.WorkingSet;
    }
}
