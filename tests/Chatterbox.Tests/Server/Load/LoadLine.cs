namespace Chatterbox.Tests.Server.Load;

/// <summary>Something to say, for which the samples are known once it was said alone.</summary>
/// <param name="Text">The text.</param>
/// <param name="Voice">Name of a voice; null for a recording that is sent along.</param>
/// <param name="MaxTokens">Speech tokens of a piece at most.</param>
/// <param name="Seed">The seed.</param>
internal sealed record LoadLine(string Text, string? Voice, int MaxTokens, int Seed)
{
    private static readonly string[] Sentences =
    [
        "Hello there.", "It was a bright cold day in April, and the clocks were striking thirteen.", "What do you want?", "Dr. Smith paid $3.50 for it!",
        "One, two, three, four, five, six, seven.", "The train leaves at 10:45 from platform 2.", "Nobody knew.", "[pause:200ms] And then, nothing.",
    ];

    /// <summary>Lines of one to five sentences, drawn from a seed.</summary>
    public static IReadOnlyList<LoadLine> Draw(int count, IReadOnlyList<string?> voices, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(index => new LoadLine(
                string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Sentences[random.Next(Sentences.Length)])),
                voices[index % voices.Count],
                random.Next(4, 26),
                index)),
        ];
    }

    /// <summary>The fields of a request for this line; two solver steps, since the flow of this checkpoint takes most of the time.</summary>
    public Dictionary<string, object> Fields(string format)
    {
        Dictionary<string, object> fields = new() { ["input"] = Text, ["max_tokens"] = MaxTokens, ["seed"] = Seed, ["steps"] = 2, ["response_format"] = format };
        if (Voice is not null)
            fields["voice"] = Voice;
        return fields;
    }
}
