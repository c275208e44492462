using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chatterbox.Server.Http;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.OpenApi;
using Chatterbox.Server.Operation;
using Microsoft.AspNetCore.Routing;

namespace Chatterbox.Tests.Server.Http.OpenApi;

[Collection(ServerTests.Name)]
public sealed partial class ApiDocumentTests
{
    private const string Key = "a-key-of-this-test";

    [Fact]
    public async Task The_description_has_every_route_and_no_other()
    {
        await using TestServer server = await TestServer.StartAsync();
        string[] mapped =
        [
            .. from endpoint in server.Endpoints.OfType<RouteEndpoint>()
               from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
               select $"{method} {ParameterKind().Replace(endpoint.RoutePattern.RawText!, "}")}",
        ];
        JsonElement document = await DocumentAsync(server);

        Assert.Contains("POST /tts", mapped);
        Assert.Equal(mapped.Order(StringComparer.Ordinal), Operations(document).Select(operation => operation.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_description_belongs_to_a_route()
    {
        await using TestServer server = await TestServer.StartAsync();
        HashSet<string> described = [.. Operations(await DocumentAsync(server)).Select(operation => operation.Name)];

        Assert.All(new OperationTable(new ServerOptions()).Routes, route => Assert.Contains($"{route.Method} {route.Path}", described));
    }

    [Fact]
    public async Task Every_route_says_what_it_does_and_how_it_fails()
    {
        await using TestServer server = await TestServer.StartAsync();
        (string Name, JsonElement Operation)[] operations = [.. Operations(await DocumentAsync(server))];

        Assert.All(operations, route =>
        {
            Assert.NotEqual("", route.Operation.GetProperty("summary").GetString());
            JsonProperty[] answers = [.. route.Operation.GetProperty("responses").EnumerateObject()];
            Assert.Contains(answers, answer => answer.Name[0] == '2');
            Assert.Contains(answers, answer => answer.Name[0] == '4');
            Assert.Contains(answers, answer => answer.Name[0] == '5');
            string type = OpenAiPath().IsMatch(route.Name) ? "application/json" : "application/problem+json";
            Assert.True(route.Operation.GetProperty("responses").GetProperty("429").GetProperty("content").TryGetProperty(type, out _), route.Name);
        });
        Assert.Equal(operations.Length, operations.Select(route => route.Operation.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Routes_that_do_not_only_read_say_that_other_pages_may_not()
    {
        await using TestServer server = await TestServer.StartAsync();

        Assert.All(Operations(await DocumentAsync(server)), route => Assert.Equal(
            !route.Name.StartsWith("GET ", StringComparison.Ordinal),
            route.Operation.GetProperty("responses").TryGetProperty("403", out JsonElement refused) && refused.GetRawText().Contains("\"foreign_origin\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Routes_that_need_no_key_say_so()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.ApiKeys = [Key]);

        foreach ((string name, JsonElement operation) in Operations(await DocumentAsync(server)).Where(route => route.Name.StartsWith("GET ", StringComparison.Ordinal)))
        {
            bool asks = operation.GetProperty("responses").TryGetProperty("401", out _);
            using HttpResponseMessage answer = await server.Client.GetAsync(name[4..].Replace("{clip}", "0", StringComparison.Ordinal));
            Assert.True(asks == (answer.StatusCode == HttpStatusCode.Unauthorized), $"{name} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Speech_is_described_as_json_and_as_a_form_with_a_recording()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement paths = (await DocumentAsync(server)).GetProperty("paths");
        JsonElement bodies = paths.GetProperty("/tts").GetProperty("post").GetProperty("requestBody").GetProperty("content");
        JsonElement json = bodies.GetProperty("application/json").GetProperty("schema").GetProperty("properties");
        JsonElement form = bodies.GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties");

        Assert.Equal("binary", form.GetProperty("voice").GetProperty("format").GetString());
        Assert.True(json.GetProperty("voice").TryGetProperty("oneOf", out _));
        Assert.Equal(
            json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal),
            form.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["audio/aac", "audio/flac", "audio/mpeg", "audio/opus", "audio/pcm", "audio/wav", "text/event-stream"],
            paths.GetProperty("/v1/audio/speech").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content")
                .EnumerateObject().Select(content => content.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_and_the_description_need_no_key()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.ApiKeys = [Key]);
        string page = await server.Client.GetStringAsync("/swagger");
        using HttpResponseMessage document = await server.Client.GetAsync(ApiDocument.Path);

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, document.StatusCode);
        Assert.Equal("application/json", document.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain(Key, await document.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_code_and_every_header_is_described()
    {
        string[] codes = [.. typeof(ErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

        Assert.Equal(codes.Order(StringComparer.Ordinal), ErrorDescription.All.Select(error => error.Code).Order(StringComparer.Ordinal));
        Assert.Equal(HeaderNames.All.Order(StringComparer.Ordinal), HeaderDescription.All.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task<JsonElement> DocumentAsync(TestServer server)
    {
        using JsonDocument document = JsonDocument.Parse(await server.Client.GetStringAsync(ApiDocument.Path));
        return document.RootElement.Clone();
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    [GeneratedRegex("^[A-Z]+ /(v1|audio)/")]
    private static partial Regex OpenAiPath();

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex ParameterKind();
}
