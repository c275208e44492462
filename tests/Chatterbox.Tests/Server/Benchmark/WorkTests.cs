using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Server.Benchmark;

namespace Chatterbox.Tests.Server.Benchmark;

/// <summary>The counts of arithmetic against those worked out by hand for the published Nano: 5 s of speech after 10 s of reference.</summary>
public sealed class WorkTests
{
    private const int Tokens = 125, PromptTokens = 250;

    [Fact]
    public void A_decoding_step_reads_90_million_weights()
    {
        using CheckpointSources nano = Nano();
        PhaseWork step = new T3Work(nano, 1).Decode(rows: 400, steps: 1);
        AssertClose(4 * 90.0e6 + 401 * 73_728, step.Bytes);
        AssertClose(2 * 90.0e6 + 4 * 12 * 768 * 401, step.Flop);
    }

    [Fact]
    public void A_prompt_of_397_rows_takes_67_GFLOP_and_its_attention()
    {
        using CheckpointSources nano = Nano();
        AssertClose(67.4e9 + 4.0 * 12 * 768 * 397 * 398 / 2, new T3Work(nano, 1).Prefill(0, 397).Flop);
    }

    [Fact]
    public void The_flow_takes_50_GFLOP_in_the_encoder_whose_positions_are_kept_and_164_in_a_step()
    {
        using CheckpointSources nano = Nano();
        double one = FlowWork.Of(nano, PromptTokens + Tokens, 1, 1).Flop, two = FlowWork.Of(nano, PromptTokens + Tokens, 2, 2).Flop;
        AssertClose(163.6e9, two - one);
        AssertClose(55.1e9 - 5.4e9, one - (two - one));
    }

    [Fact]
    public void The_vocoder_takes_0_6_GFLOP_for_a_mel_frame()
    {
        using CheckpointSources nano = Nano();
        AssertClose(2 * Tokens * (605.7e6 + 6.4e6), VocoderWork.Of(nano, 2 * Tokens).Flop);
    }

    [Fact]
    public void A_voice_takes_124_million_weights_of_the_tokenizer()
    {
        using CheckpointSources nano = Nano();
        double twice = VoiceWork.Of(nano, 10, PromptTokens).Bytes, once = VoiceWork.Of(nano, 10, 0).Bytes;
        Assert.Equal(twice, once);
        double prompt = VoiceWork.Of(nano, 10, PromptTokens).Flop - VoiceWork.Of(nano, 10, 0).Flop;
        AssertClose(2 * 123.7e6 * PromptTokens + 4.0 * 6 * PromptTokens * PromptTokens * 1280, prompt);
    }

    private static CheckpointSources Nano()
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", "nano-full", "inventory.json"));
        return CheckpointSources.Of(new GeneratedCheckpoint(inventory, 1, ParityCheckpoint.Buffer), ModelFamily.Nano);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= 0.01 * expected, $"{actual:E4} is not within 1 % of {expected:E4}");
}
