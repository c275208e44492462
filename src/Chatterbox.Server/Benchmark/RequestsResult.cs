namespace Chatterbox.Server.Benchmark;

/// <summary>How requests that came at once fared with one scheduler.</summary>
/// <param name="Requests">How many.</param>
/// <param name="StepTokensPerSecond">Speech tokens of all of them per second of T3's steps; prompts are read outside of these.</param>
/// <param name="StepTokens">Tokens of a step on average: how many sentences shared it.</param>
/// <param name="AudioSecondsPerSecond">Audio made per second, from the first prompt to the last sample.</param>
/// <param name="FirstAudioSeconds">When the first request heard something, the next, and so on.</param>
internal sealed record RequestsResult(
    int Requests, double StepTokensPerSecond, double StepTokens, double AudioSecondsPerSecond, IReadOnlyList<double> FirstAudioSeconds);
