namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class ChatterboxCommandTests
{
    [Theory]
    [InlineData("say")]
    [InlineData("download")]
    [InlineData("voice")]
    [InlineData("tokenize")]
    [InlineData("durations")]
    [InlineData("watermark")]
    [InlineData("checkpoint")]
    [InlineData("quality")]
    [InlineData("bench")]
    [InlineData("chart")]
    public async Task The_help_of_a_verb_has_an_example(string verb) =>
        Assert.Contains($"  chatterbox {verb} ", (await CommandRun.Done(verb, "--help")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("shout", "shout")]
    [InlineData("say", "Required argument 'TEXT' missing")]
    [InlineData("say hi --loud", "--loud")]
    [InlineData("say hi --seed -1", "Cannot parse argument '-1' for option '--seed'.")]
    [InlineData("say hi --family tiny", "There is no family 'tiny'. The families are original, multilingual, turbo and nano.")]
    [InlineData("say hi --family 2", "There is no family '2'.")]
    [InlineData("download", "Required argument 'FAMILY' missing")]
    [InlineData("download tiny", "There is no family 'tiny'.")]
    [InlineData("voice", "Required argument 'FILE' missing")]
    [InlineData("durations", "Required argument 'FILE' missing")]
    [InlineData("watermark", "Required argument 'FILE' missing")]
    [InlineData("tokenize hi", "'--family' is required")]
    [InlineData("checkpoint --seed 1 --out x", "'--inventory' is required")]
    [InlineData("quality", "'--texts' is required")]
    [InlineData("chart result.json", "'--out' is required")]
    public async Task A_line_that_cannot_be_parsed_is_refused(string line, string message) =>
        (await CommandRun.Of(line.Split(' '))).AssertRefused("chatterbox: ", message, "Use --help");
}
