using Chatterbox.Audio.Mel;
using Chatterbox.Models.S3Tokenizer;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.S3Tokenizer;

public sealed class S3TokenizerModelTests
{
    public static TheoryData<string> Cases => RecordedRun.SmallCases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Replays_the_reference(string name)
    {
        using RecordedRun run = new(name);
        Weights weights = run.Weights("s3gen").At("tokenizer");
        S3TokenizerModel model = new(weights);
        weights.VerifyAllUsed();
        int[] prompt = model.Tokenize(run.Mel("mel/s3tokenizer"));
        int[] condition = model.Tokenize(run.Mel("mel/s3tokenizer.1"), run.Ids("ref/t3_prompt_tokens").Length);
        run.AssertAllSeen("s3tok/");
        Assert.Equal(run.Ids("s3tok/tokens"), prompt);
        Assert.Equal(run.Ids("ref/t3_prompt_tokens"), condition);
    }

    [Fact]
    public void Only_the_wanted_frames_are_looked_at()
    {
        using RecordedRun run = new("pico");
        S3TokenizerModel model = new(run.Weights("s3gen").At("tokenizer"));
        MelSpectrogram mel = run.Mel("mel/s3tokenizer");
        MelSpectrogram start = new(40, mel.Bins, mel.Values[..(40 * mel.Bins)]);
        Assert.Equal(model.Tokenize(start), model.Tokenize(mel, maxTokens: 10));
    }

    [Fact]
    public void A_run_is_cancelled_at_the_block_at_hand()
    {
        using RecordedRun run = new("original-tiny");
        Weights weights = run.Weights("s3gen").At("tokenizer");
        S3TokenizerModel model = new(weights);
        MelSpectrogram mel = run.Mel("mel/s3tokenizer");
        int[] expected = model.Tokenize(mel);
        using BlockProbe probe = new("s3tok/block", 0);
        weights.Engine.Probe = probe;
        Assert.Throws<OperationCanceledException>(() => model.Tokenize(mel, cancellation: probe.Token));
        Assert.Equal(["s3tok/block0"], probe.Blocks);
        Assert.Equal(expected, model.Tokenize(mel));
        Assert.True(probe.Blocks.Count > 2, "There is a block after the one at which it was cancelled.");
    }

    [Fact]
    public void A_mel_of_another_kind_or_length_is_refused()
    {
        using RecordedRun run = new("pico");
        S3TokenizerModel model = new(run.Weights("s3gen").At("tokenizer"));
        Assert.Throws<ArgumentException>(() => model.Tokenize(new MelSpectrogram(0, 128, [])));
        Assert.Throws<ArgumentException>(() => model.Tokenize(new MelSpectrogram(1, 80, new float[80])));
        Assert.Throws<ArgumentException>(() => model.Tokenize(new MelSpectrogram(3001, 128, new float[3001 * 128]), 10_000));
    }
}
