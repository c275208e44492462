using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Parity;
using Chatterbox.Randomness;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Models.T3;

/// <summary>A token takes no managed memory once the first ones were decoded: no garbage piles up while a model speaks.</summary>
public sealed class DecodingAllocationTests
{
    private const int WarmUp = 20, Steps = 50;

    [Theory]
    [InlineData("nano-tiny", 1)]
    [InlineData("original-tiny", 1)]
    [InlineData("original-tiny", 3)]
    public void A_token_allocates_nothing(string name, int sequences)
    {
        using ParityCase parityCase = ParityCases.Open(name);
        using CheckpointSources sources = ParityCases.Checkpoint(parityCase);
        using var engine = new CpuEngine(2);
        var model = new T3Model(new Weights(engine, sources.T3));
        var decoder = new T3Decoder(model);
        T3Sequence[] all = [.. Enumerable.Range(0, sequences).Select(i => Start(model, decoder, parityCase.Family, (ulong)i))];
        Assert.Equal(parityCase.Family == ModelFamily.Original, model.IsLlama);

        Decode(decoder, all, WarmUp);

        // What the runtime sets up once, at whatever step, is in one of the runs only; what a token takes is in both.
        long allocated = Math.Min(Allocated(decoder, all), Allocated(decoder, all));
        Assert.Equal(0, allocated);
        foreach (T3Sequence sequence in all)
        {
            Assert.Equal(1 + WarmUp + 2 * Steps, sequence.Tokens.Count);
            sequence.Dispose();
        }
    }

    private static long Allocated(T3Decoder decoder, T3Sequence[] all)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Decode(decoder, all, Steps);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static T3Sequence Start(T3Model model, T3Decoder decoder, ModelFamily family, ulong seed)
    {
        int[] prompt = [.. Enumerable.Range(0, 40)];
        float[] speaker = [.. Enumerable.Range(0, model.SpeakerSize).Select(i => MathF.Sin(i))];
        var sequence = new T3Sequence(
            model, new T3Prompt(new T3Conditioning(speaker, prompt, 0.5f), [30, 31, 32, 33], []), SamplingSettings.For(family),
            new TokenLimits(200, 200), new RandomDraw(new CounterRandom(seed)).Draw);
        decoder.Prefill(sequence);
        return sequence;
    }

    private static void Decode(T3Decoder decoder, T3Sequence[] sequences, int steps)
    {
        for (int i = 0; i < steps; i++)
            decoder.Step(sequences);
    }
}
