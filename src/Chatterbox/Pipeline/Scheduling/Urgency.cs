using Chatterbox.Models.T3;

namespace Chatterbox.Pipeline.Scheduling;

/// <summary>
/// Which job goes first: the one with the least to do until its next audio, so that a short request never waits for a long one.
/// A job that had audio gives way to one that had none, and the longer a job has waited the less it seems to have left to do,
/// so that none waits for ever.
/// </summary>
internal static class Urgency
{
    private const double PatienceSeconds = 2;
    private const double HadAudio = 4;
    private const double Margin = 2;

    /// <summary>The lower, the more urgent: tokens still to be decoded and rendered until the next audio, weighed.</summary>
    public static double Of(SpeechJob job, double secondsWaited)
    {
        IEnumerable<JobPiece> needed = job.Streaming ? [job.Next] : job.Pieces.Skip(job.SpokenPieces);
        double left = needed.Sum(piece => Left(piece, job.Rendering && piece == job.Next ? job.RenderLeft : 1));
        return left * (job.SpokenPieces > 0 ? HadAudio : 1) / (1 + secondsWaited / PatienceSeconds);
    }

    /// <summary>Whether one job is so much more urgent than another that its work is interrupted; some margin keeps them from taking turns.</summary>
    public static bool Interrupts(double urgency, double atWork) => Margin * urgency < atWork;

    private static double Left(JobPiece piece, double renderLeft)
    {
        int expected = Math.Max(piece.Tokens, Expected(piece));
        return piece.Decoded is not null ? piece.Tokens * renderLeft : expected - piece.Tokens + expected;
    }

    /// <summary>Tokens that a piece will have, roughly: a token of GPT-2's vocabulary is a short word, one of the others' a letter or two.</summary>
    private static int Expected(JobPiece piece)
    {
        SynthesisRequest request = piece.Job.Plan.Request;
        TokenLimits limits = request.Lengths.Limits(piece.Plan.NewTokens);
        int typical = (int)Math.Min(limits.Max, Math.Max(request.Lengths.MinRatio, 1) * 3 * piece.Plan.NewTokens);
        return Math.Min(typical, request.MaxTokens ?? typical);
    }
}
