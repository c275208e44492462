using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Chatterbox.Server.Http.OpenApi;
using Chatterbox.Server.Operation;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.OpenApi;

[Collection(ServerTests.Name)]
public sealed partial class SpeechFieldsTests
{
    private static readonly SpeechFields Fields = new(new ServerOptions());

    [Fact]
    public void Every_field_that_is_read_is_described()
    {
        string[] read =
        [
            .. from file in (string[])["SpeechInputReader.cs", "SpeechEndpoints.cs"]
               from Match place in Reading().Matches(File.ReadAllText(Repo.Path("src", "Chatterbox.Server", "Http", "Speech", file)))
               from Match name in Word().Matches(place.Value)
               select name.Groups[1].Value,
        ];
        HashSet<string> described = [.. Fields.Tts.Concat(Fields.OpenAi).Select(field => field.Name)];

        // The reading of source code would find nothing if the code took another form.
        Assert.All(
            (string[])["input", "text", "cfg_weight", "seed", "speed_factor", "lang_code", "instructions", "continuity", "stream", "speaker"],
            name => Assert.Contains(name, read));
        Assert.All(read.Distinct(), name => Assert.Contains(name, described));
    }

    [Fact]
    public async Task Values_beyond_a_described_range_are_refused_by_name()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (FieldDescription field in Fields.Tts.Where(field => field.Kind is FieldKind.Number or FieldKind.Integer))
        {
            double step = field.Kind == FieldKind.Integer ? 1 : 1e-6;
            Assert.Equal(field.Name, await FaultAsync(server, field.Name, Value(field, field.Low!.Value - step)));
            if (field.High < long.MaxValue)
                Assert.Equal(field.Name, await FaultAsync(server, field.Name, Value(field, field.High.Value + step)));
        }
    }

    [FfmpegFact]
    public async Task Values_at_the_ends_of_a_described_range_are_taken()
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach (FieldDescription field in Fields.Tts.Where(field => field.Kind is FieldKind.Number or FieldKind.Integer))
        {
            Assert.Equal("voice", await FaultAsync(server, field.Name, Value(field, field.Low!.Value)));
            if (field.High < long.MaxValue)
                Assert.Equal("voice", await FaultAsync(server, field.Name, Value(field, field.High.Value)));
        }
    }

    [FfmpegFact]
    public async Task Words_and_lengths_beyond_those_described_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        FieldDescription text = Fields.Tts.Single(field => field.Name == "input");
        FieldDescription format = Fields.Tts.Single(field => field.Name == "response_format");

        Assert.Equal("input", await FaultAsync(server, "input", new string('a', (int)text.High! + 1)));
        Assert.Equal("voice", await FaultAsync(server, "input", new string('a', (int)text.High!)));
        Assert.Equal("response_format", await FaultAsync(server, "response_format", "midi"));
        foreach (string word in format.Words)
            Assert.Equal("voice", await FaultAsync(server, "response_format", word));
    }

    [Fact]
    public void A_limit_of_the_server_is_the_limit_of_the_field()
    {
        SpeechFields fields = new(new ServerOptions { MaxTextCharacters = 321, MaxSolverSteps = 7 });

        Assert.Equal(321, fields.OpenAi.Single(field => field.Name == "input").High);
        Assert.Equal(7, fields.OpenAi.Single(field => field.Name == "steps").High);
    }

    /// <summary>The field that is at fault. The voice is none that there is, and looked for when all else is right: nothing is spoken.</summary>
    private static async Task<string?> FaultAsync(TestServer server, string name, JsonNode value)
    {
        JsonObject body = new() { ["input"] = "Hello.", ["voice"] = "nobody" };
        body[name] = value;
        using HttpResponseMessage answer = await server.PostAsync("/tts", body);
        JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        string? field = (string?)problem["field"];
        Assert.Equal(field == "voice" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, answer.StatusCode);
        return field;
    }

    private static JsonNode Value(FieldDescription field, double value) => field.Kind == FieldKind.Integer ? (long)value : value;

    /// <summary>Where fields are asked for by name: calls of RequestFields, and lists of names.</summary>
    [GeneratedRegex(@"fields\.(Text|First|Number|Integer|Flag)\([^;?]*?\)|(Fields|Voices|GuidedOnly) = \[[^\]]*\]|Append\(""\w+""\)")]
    private static partial Regex Reading();

    [GeneratedRegex(@"""(\w+)""")]
    private static partial Regex Word();
}
