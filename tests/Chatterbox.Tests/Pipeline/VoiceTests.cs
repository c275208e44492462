using Chatterbox.Checkpoints;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline;
using Chatterbox.Randomness;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Pipeline;

public sealed class VoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Nano)]
    public void Survives_a_file_bit_for_bit(ModelFamily family)
    {
        Voice voice = Make(family), loaded = Load(voice);
        Assert.Equal(family, loaded.Family);
        Assert.Equal(voice.SpeakerEmbedding, loaded.SpeakerEmbedding);
        Assert.Equal(voice.PromptSpeechTokens, loaded.PromptSpeechTokens);
        Assert.Equal(voice.Reference.PromptTokens, loaded.Reference.PromptTokens);
        Assert.Equal(voice.Reference.PromptMel, loaded.Reference.PromptMel);
        Assert.Equal(voice.Reference.XVector, loaded.Reference.XVector);
    }

    [Fact]
    public void May_have_no_prompt_tokens() => Assert.Empty(Load(Make(ModelFamily.Original) with { PromptSpeechTokens = [] }).PromptSpeechTokens);

    [Theory]
    [InlineData("pico", ModelFamily.Original)]
    [InlineData("original-tiny", ModelFamily.Original)]
    [InlineData("turbo-tiny", ModelFamily.Turbo)]
    public void Built_in_voices_survive_a_file(string name, ModelFamily family)
    {
        string path = name == "pico" ? Repo.Path("models", name, "conds.pt") : Repo.Path("parity_data", name, "conds.pt");
        Voice voice = Voice.From(Conditionals.Load(path), family), loaded = Load(voice);
        Assert.Equal(voice.SpeakerEmbedding, loaded.SpeakerEmbedding);
        Assert.Equal(voice.PromptSpeechTokens, loaded.PromptSpeechTokens);
        Assert.Equal(voice.Reference.PromptMel, loaded.Reference.PromptMel);
        Assert.Equal(1, voice.SpeakerEmbedding.Sum(value => (double)value * value), 1e-3);
    }

    [Fact]
    public void Other_files_are_no_voices()
    {
        string path = _folder.File("weights.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.Float32("x", new Shape(1), new float[1])]);
        Assert.Contains("not a voice", Assert.Throws<VoiceException>(() => Voice.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "2")]
    [InlineData("version", "0")]
    [InlineData("version", "newest")]
    [InlineData("family", "quartet")]
    [InlineData("family", "17")]
    [InlineData("format", "chatterbox-model")]
    public void Wrong_metadata_are_named(string key, string value)
    {
        string path = Save(Make(ModelFamily.Original));
        string error = Assert.Throws<VoiceException>(() => Voice.Load(Rewrite(path, metadata => metadata[key] = value))).Message;
        Assert.Contains(key switch { "version" => "version", "family" => "family", _ => "not a voice" }, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("family")]
    [InlineData("format")]
    public void Missing_metadata_are_refused(string key)
    {
        string path = Save(Make(ModelFamily.Original));
        Assert.Throws<VoiceException>(() => Voice.Load(Rewrite(path, metadata => metadata.Remove(key))));
    }

    [Fact]
    public void Truncated_files_are_refused_wherever_they_end()
    {
        byte[] whole = File.ReadAllBytes(Save(Make(ModelFamily.Original)));
        string path = _folder.File("cut.safetensors");
        for (int length = 0; length < whole.Length; length += length < 2000 ? 97 : 5003)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.ThrowsAny<CheckpointException>(() => Voice.Load(path));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Values_that_are_no_numbers_are_refused(float value)
    {
        foreach (int part in (ReadOnlySpan<int>)[0, 1, 2])
        {
            Voice voice = Make(ModelFamily.Original);
            (part switch { 0 => voice.SpeakerEmbedding, 1 => voice.Reference.PromptMel, _ => voice.Reference.XVector })[7] = value;
            Assert.Throws<CheckpointException>(() => Load(voice));
        }
    }

    [Fact]
    public void Ids_that_are_no_sounds_are_refused()
    {
        Assert.Throws<CheckpointException>(() => Load(Make(ModelFamily.Original) with { PromptSpeechTokens = [6561] }));
        Voice voice = Make(ModelFamily.Original);
        voice.Reference.PromptTokens[0] = -1;
        Assert.Throws<CheckpointException>(() => Load(voice));
    }

    private static Voice Make(ModelFamily family) =>
        new(family, Normal(256, 1), [5, 6560, 0], new FlowReference([1, 2, 3, 4], Normal(9 * 80, 2), Normal(192, 3)));

    private static float[] Normal(int count, ulong seed)
    {
        float[] values = new float[count];
        new CounterRandom(seed).Normal(RandomPurpose.FlowNoise, 0, values);
        return values;
    }

    private string Save(Voice voice)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.safetensors");
        voice.Save(path);
        return path;
    }

    private Voice Load(Voice voice) => Voice.Load(Save(voice));

    private string Rewrite(string path, Action<Dictionary<string, string>> change)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        var metadata = new Dictionary<string, string>(file.Metadata);
        change(metadata);
        string changed = _folder.File("changed.safetensors");
        SafetensorsWriter.Write(
            changed,
            [.. file.Names.Select(name => file.Entry(name).Dtype == Dtype.I64
                ? SafetensorsTensor.Int64(name, file.ShapeOf(name), file.ReadInt64(name))
                : SafetensorsTensor.Float32(name, file.ShapeOf(name), file.ReadFloats(name)))],
            metadata);
        return changed;
    }
}
