namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>The recording whose voice the flow continues; all three parts are made from the same audio.</summary>
public sealed class FlowReference
{
    /// <summary>Tokens a second.</summary>
    public const int TokenRate = 25;

    /// <summary>Mel bins of a frame.</summary>
    public const int MelBins = 80;

    /// <summary>Joins the parts of a reference; the arrays are not copied and must not change.</summary>
    /// <exception cref="ArgumentException">There are no tokens, or the mel does not have two frames for each token, or one more.</exception>
    public FlowReference(int[] promptTokens, float[] promptMel, float[] xVector)
    {
        int frames = promptMel.Length / MelBins;
        if (promptMel.Length % MelBins != 0 || promptTokens.Length == 0 || frames / 2 != promptTokens.Length)
        {
            throw new ArgumentException(
                $"A prompt has at least one token, two mel frames of {MelBins} bins for each, and at most one more; not {promptTokens.Length} tokens and {promptMel.Length} values. "
                + "Make tokens and mel from the same recording.",
                nameof(promptMel));
        }

        (PromptTokens, PromptMel, XVector) = (promptTokens, promptMel, xVector);
    }

    /// <summary>Speech tokens of the recording, 25 a second.</summary>
    public int[] PromptTokens { get; }

    /// <summary>
    /// Log mel of the recording, 50 frames a second of 80 bins, frame after frame. An odd last frame is kept, as in the
    /// reference: the generated part then begins half a token later.
    /// </summary>
    public float[] PromptMel { get; }

    /// <summary>Frames of <see cref="PromptMel"/>.</summary>
    public int PromptFrames => PromptMel.Length / MelBins;

    /// <summary>CAMPPlus' speaker embedding, not normalised.</summary>
    public float[] XVector { get; }

    /// <summary>
    /// The end of the reference, which the flow continues: its last tokens, as many as <paramref name="seconds"/> have, with their
    /// frames, and the whole recording's x-vector. The reference itself where it has no more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is to be no token.</exception>
    public FlowReference LastSeconds(double seconds)
    {
        int tokens = (int)Math.Round(seconds * TokenRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1, nameof(seconds));
        int dropped = PromptTokens.Length - tokens;
        return dropped <= 0
            ? this
            : new FlowReference(PromptTokens[dropped..], PromptMel[(dropped * UpsampleConformerEncoder.Upsampling * MelBins)..], XVector);
    }
}
