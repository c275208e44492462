using System.Text.Json.Nodes;
using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tests.Checkpoints;
using Chatterbox.Tests.Server.Commands;

namespace Chatterbox.Tests.Parity;

/// <summary>Recorded cases that are broken: refused in one line that names what is wrong, or reported, never a crash.</summary>
[Collection(ConsoleTests.Name)]
public sealed class MalformedCaseTests : IDisposable
{
    private const int Mutations = 200;

    private readonly CaseCopy _case = new("original-tiny");

    public void Dispose() => _case.Dispose();

    [Theory]
    [InlineData("options", "null", "'options' is no object")]
    [InlineData("options", "{}", "the key 'options.repetition_penalty' is missing")]
    [InlineData("options", """{"repetition_penalty": "1"}""", "'options.repetition_penalty' is no number")]
    [InlineData("options", """{"repetition_penalty": 1e39}""", "'options.repetition_penalty' is no number")]
    [InlineData("text", "null", "'text' is no string")]
    [InlineData("text", "\"\\ud800\"", "'text' is not valid Unicode")]
    [InlineData("normalized", "1", "'normalized' is no string")]
    [InlineData("family", "\"7\"", "'family' is '7', not original")]
    [InlineData("family", "\"turbo\"", "the key 'options.top_k' is missing")]
    [InlineData("language", "\"zz\"", "'language' is 'zz'")]
    [InlineData("seed", "1.5", "'seed' is no whole number")]
    [InlineData("forced_stop_after", "-1", "'forced_stop_after' is no whole number")]
    [InlineData("t3_file", "7", "'t3_file' is no string")]
    [InlineData("tensors", "null", "'tensors' is no list")]
    [InlineData("tensors", "[1]", "'tensors[]' is no object")]
    [InlineData("tensors", "[{}]", "the key 'tensors[].name' is missing")]
    [InlineData("tensors", """[{"name": "a", "shape": [1.5], "dtype": "int64"}]""", "'tensors[].shape' is no list of whole numbers")]
    [InlineData("tensors", "[]", "' is not listed, and 166 more")]
    public async Task A_description_with_a_wrong_value_is_refused_by_its_key(string key, string value, string message)
    {
        _case.EditJson(json => json.Remove(key));
        string text = File.ReadAllText(_case.Json);
        File.WriteAllText(_case.Json, $$"""{"{{key}}": {{value}}, {{text[1..]}}""");
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", "4")).AssertRefused("case.json", message);
    }

    [Fact]
    public async Task A_language_that_the_model_does_not_speak_is_refused()
    {
        using CaseCopy french = new("multilingual-tiny-fr");
        french.EditJson(json => json["language"] = "zz");
        (await CommandRun.Of("parity", "--ref-dir", french.Folder, "--phase", "4")).AssertRefused("'language' is 'zz'");
    }

    [Theory]
    [InlineData("family")]
    [InlineData("seed")]
    [InlineData("text")]
    [InlineData("normalized")]
    [InlineData("language")]
    [InlineData("reference_wav")]
    [InlineData("options")]
    [InlineData("forced_stop_after")]
    [InlineData("tensors")]
    public async Task A_missing_key_is_named(string key)
    {
        _case.EditJson(json => json.Remove(key));
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder)).AssertRefused("case.json", $"the key '{key}' is missing");
    }

    [Theory]
    [InlineData("t3/tokens", 1_000_000, 6)]
    [InlineData("t3/tokens", -1, 6)]
    [InlineData("flow/speech_tokens", 99_999, 7)]
    [InlineData("ref/t3_prompt_tokens", 99_999, 5)]
    [InlineData("ref/prompt_token", -7, 7)]
    [InlineData("text/token_ids", 10_000_000, 5)]
    [InlineData("text/token_ids", 1L << 40, 4)]
    [InlineData("t3/probs/003/ids", 9000, 6)]
    [InlineData("s3tok/tokens", -1, 2)]
    public async Task An_id_out_of_range_is_refused(string name, long id, int phase)
    {
        _case.EditIds(name, ids => ids[0] = id);
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", $"{phase}")).AssertRefused($"'{name}' holds {id} at 0");
    }

    [Theory]
    [InlineData(1, "audio/ref_24k", 100, 100)]
    [InlineData(2, "mel/s3tokenizer", 128 * 411)]
    [InlineData(2, "mel/s3gen", 80 * 205)]
    [InlineData(2, "s3tok/projected", 103 * 8)]
    [InlineData(3, "mel/campplus_fbank", 410 * 80)]
    [InlineData(3, "mel/voice_encoder", 40 * 399)]
    [InlineData(4, "text/token_ids", 3, 7)]
    [InlineData(5, "ref/speaker_emb", 128)]
    [InlineData(6, "t3/uniforms", 24)]
    [InlineData(6, "t3/probs/003/p", 6)]
    [InlineData(7, "ref/embedding", 191)]
    [InlineData(7, "ref/prompt_feat", 205 * 80)]
    [InlineData(7, "noise/flow", 80 * 252)]
    [InlineData(7, "noise/flow", 1, 80, 251)]
    [InlineData(8, "noise/sine", 9 * 22560)]
    [InlineData(8, "noise/sine_phase", 8, 1)]
    [InlineData(8, "flow/mel", 80 * 47)]
    [InlineData(8, "hift/source", 22559)]
    public async Task A_tensor_of_another_shape_is_refused_where_it_goes_in(int phase, string name, params int[] shape)
    {
        _case.Reshape(name, shape);
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", $"{phase}")).AssertRefused($"'{name}' has the shape ({string.Join(", ", shape)}); it must be (");
    }

    [Fact]
    public async Task A_prompt_whose_parts_do_not_go_together_is_refused()
    {
        _case.Reshape("ref/prompt_token", 50);
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", "7")).AssertRefused("'ref/prompt_token' and 'ref/prompt_feat' do not go together");
    }

    [Fact]
    public async Task Audio_that_is_too_short_is_refused()
    {
        _case.Reshape("audio/ref_24k", 10);
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--chained")).AssertRefused("use a longer recording");
    }

    [Fact]
    public async Task An_id_that_survives_twice_is_refused()
    {
        _case.EditIds("t3/probs/003/ids", ids => ids[1] = ids[0]);
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", "6")).AssertRefused("'t3/probs/003/ids' holds an id twice");
    }

    [Fact]
    public async Task A_tensor_that_is_not_of_the_shape_in_the_list_is_refused()
    {
        _case.EditJson(json => json["tensors"]!.AsArray().Single(entry => (string?)entry!["name"] == "flow/mel")!["shape"] = new JsonArray(80, 47));
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder)).AssertRefused("'flow/mel' is (1, 80, 47) in the file, (80, 47) in the list");
    }

    [Theory]
    [InlineData("flow/mel")]
    [InlineData("audio/ref_16k_soxr")]
    public async Task A_tensor_that_is_not_in_the_file_is_refused(string name)
    {
        _case.Rename(name, "other", listed: false);
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", "1")).AssertRefused($"'{name}' is not in the file", "'other' is not listed");
    }

    [Fact]
    public void Descriptions_broken_by_bytes_are_good_or_refused()
    {
        // Behind these bytes comes the rest of the list of tensors, which is long and alike.
        using CaseCopy copy = new("original-tiny");
        byte[] good = File.ReadAllBytes(copy.Json);
        int reach = Math.Min(1200, good.Length), refused = 0;
        for (int seed = 0; seed < Mutations; seed++)
        {
            File.WriteAllBytes(copy.Json, Mutation.Apply(good, reach, seed));
            try
            {
                ParityCase.Open(copy.Folder).Dispose();
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("case.json", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > Mutations / 4, $"{refused} refused");
    }

    /// <summary>Each phase with each of its tensors cut, flattened or emptied of sense, in the file and in the list.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Cases_broken_by_tensors_fail_or_are_refused(int phase)
    {
        using ParityCase whole = ParityCases.Open("original-tiny");
        string[] names = [.. whole.Tensors.Names.Where(name => !name.StartsWith("t3/probs/", StringComparison.Ordinal) && !name.StartsWith("hift/res", StringComparison.Ordinal))];
        Random random = new(phase);
        for (int i = 0; i < 6; i++)
        {
#pragma warning disable CA5394 // The damage must be the same each time.
            string name = names[random.Next(names.Length)];
            Shape shape = whole.Tensors.ShapeOf(name);
            int count = i % 2 == 0 ? (int)shape.Count : random.Next(1, (int)shape.Count);
#pragma warning restore CA5394
            using CaseCopy copy = new("original-tiny");
            copy.Reshape(name, count);
            try
            {
                Assert.NotEmpty(copy.Run(phase).Lines);
            }
            catch (Exception error) when (error is InvalidDataException or CheckpointException)
            {
                Assert.Contains(name, error.Message, StringComparison.Ordinal);
            }
        }
    }
}
