using Chatterbox.Pipeline.Quality;

namespace Chatterbox.Server.Benchmark;

/// <summary>What is measured.</summary>
/// <param name="Tokens">Speech tokens that T3 makes: exactly so many.</param>
/// <param name="Repeats">Runs that count, after one that does not.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Requests">Requests at once that are measured besides; 0 for none.</param>
/// <param name="Rendering">How tokens are rendered.</param>
internal sealed record BenchmarkSettings(int Tokens, int Repeats, ulong Seed, int Requests, RenderingSettings Rendering)
{
    /// <summary>Seconds of the reference recording: 250 tokens of S3Gen's prompt.</summary>
    public const int ReferenceSeconds = 10;
}
