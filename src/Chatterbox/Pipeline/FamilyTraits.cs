namespace Chatterbox.Pipeline;

/// <summary>What a family fixes beside its weights. From the reference's tts.py, mtl_tts.py and tts_turbo.py.</summary>
/// <param name="PromptSeconds">Seconds of the reference recording that T3's prompt is made of.</param>
/// <param name="PromptTokens">Speech tokens of T3's prompt at most.</param>
/// <param name="NormalizesLoudness">Whether the reference recording is brought to -27 LUFS first.</param>
/// <param name="MinimumReference">A reference recording must be longer than this.</param>
/// <param name="TrailingSilence">Silence tokens put behind the speech tokens.</param>
/// <param name="CutsLastToken">Whether the audio of the last token, which tends to be noise, is cut off.</param>
/// <param name="GuidesFlow">Whether the flow's solver uses classifier-free guidance.</param>
public sealed record FamilyTraits(
    int PromptSeconds, int PromptTokens, bool NormalizesLoudness, TimeSpan MinimumReference, int TrailingSilence, bool CutsLastToken, bool GuidesFlow)
{
    /// <summary>Every recording must be longer than this, or some model finds nothing in it: CAMPPlus needs 45 ms.</summary>
    public static readonly TimeSpan ShortestRecording = TimeSpan.FromSeconds(0.1);

    private static readonly FamilyTraits Llama = new(6, 150, false, ShortestRecording, 0, false, true);
    private static readonly FamilyTraits Gpt2 = new(15, 375, true, TimeSpan.FromSeconds(5), 3, false, false);

    /// <summary>The traits of a family.</summary>
    public static FamilyTraits Of(ModelFamily family) => family switch
    {
        ModelFamily.Original => Llama,
        ModelFamily.Multilingual => Llama with { CutsLastToken = true },
        _ => Gpt2,
    };

    /// <summary>Whether a voice prepared for one family serves another: their prompts are cut alike.</summary>
    public static bool ShareVoices(ModelFamily left, ModelFamily right) => Of(left).PromptTokens == Of(right).PromptTokens;
}
