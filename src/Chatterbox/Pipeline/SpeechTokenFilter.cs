using Chatterbox.Models.T3;

namespace Chatterbox.Pipeline;

/// <summary>From T3's tokens to those that S3Gen speaks. Port of drop_invalid_tokens and of what tts.py and tts_turbo.py do after it.</summary>
public static class SpeechTokenFilter
{
    /// <summary>A token of silence (S3GEN_SIL in the reference's models/s3gen/const.py).</summary>
    public const int Silence = 4299;

    /// <summary>
    /// The sounds between start and stop. Ids beyond the sounds are dropped for every family: the reference keeps them for
    /// Multilingual, where S3Gen has no row for them.
    /// </summary>
    public static int[] Sounds(ReadOnlySpan<int> tokens, ModelFamily family)
    {
        if (family is ModelFamily.Original or ModelFamily.Multilingual)
        {
            tokens = tokens[(tokens.IndexOf(SpeechToken.Start) + 1)..];
            int stop = tokens.IndexOf(SpeechToken.Stop);
            tokens = stop < 0 ? tokens : tokens[..stop];
        }

        List<int> sounds = [];
        foreach (int token in tokens)
            if (token < SpeechToken.Count)
                sounds.Add(token);
        return [.. sounds];
    }

    /// <summary>The sounds with the silence that a family wants behind them.</summary>
    public static int[] WithTrailingSilence(int[] sounds, ModelFamily family) =>
        [.. sounds, .. Enumerable.Repeat(Silence, FamilyTraits.Of(family).TrailingSilence)];
}
