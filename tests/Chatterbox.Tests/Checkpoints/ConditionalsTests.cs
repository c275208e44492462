using System.Runtime.InteropServices;
using Chatterbox.Checkpoints;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Checkpoints.Torch;

namespace Chatterbox.Tests.Checkpoints;

public sealed class ConditionalsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("original-tiny")]
    [InlineData("turbo-tiny")]
    public void The_voice_of_the_reference_is_what_it_computed(string parityCase)
    {
        using SafetensorsFile tensors = SafetensorsFile.Open(Repo.Path("parity_data", parityCase, "tensors.safetensors"));
        foreach (string file in (string[])["conds.pt", "conds.safetensors"])
        {
            Conditionals voice = Conditionals.Load(Repo.Path("parity_data", parityCase, file));
            Assert.Equal(tensors.ReadFloats("ref/speaker_emb"), voice.SpeakerEmbedding);
            Assert.Equal(tensors.ReadInt64("ref/t3_prompt_tokens"), voice.PromptSpeechTokens.Select(token => (long)token));
            Assert.Equal(tensors.ReadInt64("ref/prompt_token"), voice.PromptTokens.Select(token => (long)token));
            Assert.Equal(tensors.ReadFloats("ref/prompt_feat"), voice.PromptMel);
            Assert.Equal(tensors.ReadFloats("ref/embedding"), voice.XVector);
            Assert.Equal(0.5f, voice.EmotionAdv);
        }
    }

    [Fact]
    public void The_built_in_voice_of_pico_is_read()
    {
        Conditionals voice = Conditionals.Load(Repo.Path("models", "pico", "conds.pt"));
        Assert.Equal(116, voice.PromptTokens.Length);
        Assert.Equal(116, voice.PromptSpeechTokens.Length);
        Assert.Equal(232, voice.PromptFrames);
        Assert.Equal(1.0, voice.SpeakerEmbedding.Sum(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void A_voice_saved_after_use_is_read()
    {
        // Floats for tokens, a cached embedding, a plain number for the emotion: see generate in the reference.
        PickleWriter pickle = Header(tokens: "FloatStorage").Text("emotion_adv").Float(0.75)
            .Text("cond_prompt_speech_emb").Tensor("FloatStorage", "mel", 320, 0, [1, 4, 80], [320, 80, 1]);
        Conditionals voice = Load(Finish(pickle, "FloatStorage"), [1f, 6560f]);
        Assert.Equal([1, 6560], voice.PromptTokens);
        Assert.Equal([1, 6560], voice.PromptSpeechTokens);
        Assert.Equal(0.75f, voice.EmotionAdv);
        Assert.Equal(4, voice.PromptFrames);
    }

    [Theory]
    [InlineData(new[] { 1f, 6561f }, "no token id")]
    [InlineData(new[] { 1f, -1f }, "no token id")]
    [InlineData(new[] { 1f, 0.5f }, "no token id")]
    [InlineData(new[] { 1f, float.NaN }, "no token id")]
    [InlineData(new[] { 1f, 2f, 3f }, "same recording")]
    [InlineData(new[] { 1f }, "same recording")]
    [InlineData(new float[0], "same recording")]
    public void Tokens_that_cannot_be_are_refused(float[] tokens, string reason)
    {
        PickleWriter pickle = Header("FloatStorage", tokens.Length);
        AssertRefused(reason, () => Load(Finish(pickle, "FloatStorage", tokens.Length), tokens));
    }

    [Fact]
    public void A_voice_of_another_shape_is_refused() =>
        AssertRefused("'gen.prompt_feat' has the shape (1, 2, 160), not (1, any, 80)", () => Load(Finish(Header("FloatStorage"), "FloatStorage", melShape: [1, 2, 160]), [1f, 2f]));

    [Fact]
    public void A_voice_that_is_not_finite_is_refused()
    {
        float[] mel = new float[320];
        mel[319] = float.PositiveInfinity;
        AssertRefused("not finite", () => Load(Finish(Header("FloatStorage"), "FloatStorage"), [1f, 2f], mel));
    }

    [Fact]
    public void A_missing_part_is_named()
    {
        byte[] pickle = new PickleWriter().Op('}').Op('(').Text("t3").Op('}').Text("gen").Op('}').Op('u').Stop();
        AssertRefused("'gen.prompt_token' is missing", () => Load(pickle, []));
        AssertRefused("lacks the dictionary 't3'", () => Load(new PickleWriter().Op('}').Stop(), []));
        AssertRefused("no dictionary", () => Load(new PickleWriter().Op('N').Stop(), []));
    }

    [Fact]
    public void A_safetensors_voice_is_checked_too()
    {
        string path = _folder.File("conds.safetensors");
        long[] tokens = [6561];
        SafetensorsWriter.Write(path, [SafetensorsTensor.Int64("gen.prompt_token", new Shape(1, 1), tokens)]);
        AssertRefused("no token id", () => Conditionals.Load(path));
        SafetensorsWriter.Write(path, [SafetensorsTensor.UInt8("gen.prompt_token", new Shape(5 << 20), new byte[5 << 20])]);
        AssertRefused("larger than a voice", () => Conditionals.Load(path));
    }

    private static PickleWriter Header(string tokens, int count = 2) =>
        new PickleWriter().Op('}').Op('(').Text("t3").Op('}').Op('(')
            .Text("speaker_emb").Tensor("FloatStorage", "mel", 320, 0, [1, 256], [256, 1])
            .Text("clap_emb").Op('N')
            .Text("cond_prompt_speech_tokens").Tensor(tokens, "tokens", count, 0, [1, count], [count, 1]);

    private static byte[] Finish(PickleWriter pickle, string tokens, int count = 2, long[]? melShape = null) =>
        pickle.Op('u').Text("gen").Op('}').Op('(')
            .Text("prompt_token").Tensor(tokens, "tokens", count, 0, [1, count], [count, 1])
            .Text("prompt_feat").Tensor("FloatStorage", "mel", 320, 0, melShape ?? [1, 4, 80], [320, melShape?[2] ?? 80, 1])
            .Text("prompt_feat_len").Op('N')
            .Text("embedding").Tensor("FloatStorage", "mel", 320, 0, [1, 192], [192, 1])
            .Op('u').Op('u').Stop();

    private static void AssertRefused(string reason, Action load) =>
        Assert.Contains(reason, Assert.Throws<CheckpointException>(load).Message, StringComparison.Ordinal);

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private Conditionals Load(byte[] pickle, float[] tokens, float[]? mel = null)
    {
        string path = _folder.File("conds.pt");
        TorchFile.Write(path, pickle, [("tokens", Bytes(tokens)), ("mel", Bytes(mel ?? new float[320]))]);
        return Conditionals.Load(path);
    }
}
