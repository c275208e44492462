namespace Chatterbox.Parity;

/// <summary>Which recorded tensors belong to which phase, as docs/parity.md lists them, and what a run must do with them.</summary>
internal static class PhaseTensors
{
    /// <summary>What goes in and is never made by us.</summary>
    private static readonly string[] Inputs = ["audio/ref_24k", "noise/", "t3/uniforms"];

    private static readonly (string Start, int Phase)[] Phases =
    [
        ("audio/", 1), ("mel/", 1), ("ref/prompt_feat", 1),
        ("s3tok/", 2), ("ref/prompt_token", 2), ("ref/t3_prompt_tokens", 2),
        ("ve/", 3), ("campplus/", 3), ("ref/speaker_emb", 3), ("ref/embedding", 3),
        ("text/", 4),
        ("t3/", 6),
        ("flow/", 7), ("noise/flow", 7),
        ("hift/", 8), ("noise/sine", 8), ("final/", 8),
    ];

    /// <summary>
    /// The recorded tensors that a run of one phase, or of all for null, neither took in nor compared, although it should have.
    /// </summary>
    public static IEnumerable<string> Missed(ParityContext context, int? phase)
    {
        HashSet<string> compared = [.. context.Report.Lines.Select(line => line.Name)];
        return context.Case.Tensors.Names.Where(name =>
            !compared.Contains(name) && !(IsInput(name) && context.Taken.Contains(name)) && Belongs(name, phase) && CanBeCompared(context, name));
    }

    /// <summary>Whether a tensor is computed up to T3's first logits.</summary>
    public static bool IsPrefill(string name) =>
        name is "t3/perceiver" or "t3/cond_emb" or "t3/inputs_embeds" or "t3/prefill_hidden" or "t3/logits/000" || name.EndsWith("/prefill", StringComparison.Ordinal);

    private static bool IsInput(string name) => Array.Exists(Inputs, start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>A name that no phase knows belongs to a run of all.</summary>
    private static bool Belongs(string name, int? phase) => phase is null || PhaseOf(name) == phase;

    private static int PhaseOf(string name) =>
        IsPrefill(name) ? 5 : Array.Find(Phases, known => name.StartsWith(known.Start, StringComparison.Ordinal)).Phase;

    /// <summary>
    /// Without audio nothing of phase 1 can be made, and chained there is no recorded source from which the vocoder's inner
    /// tensors would keep their narrow bound.
    /// </summary>
    private static bool CanBeCompared(ParityContext context, string name) =>
        PhaseOf(name) == 1 ? AudioPhase.HasAudio(context) : !(context.Chained && VocoderPhase.IsDecoder(name));
}
