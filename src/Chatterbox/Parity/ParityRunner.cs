using Chatterbox.Audio;
using Chatterbox.Checkpoints;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>Runs the phases of a case in order.</summary>
/// <param name="parityCase">The recorded run.</param>
/// <param name="engine">What computes.</param>
/// <param name="modelFolder">The real checkpoint it was recorded on; null rebuilds a generated one.</param>
/// <param name="tokenizerFolder">Where the family's tokenizer files are.</param>
/// <param name="recording">The reference recording, to begin at it instead of the recorded 24 kHz signal.</param>
/// <param name="t3">Name of the T3 file in <paramref name="modelFolder"/>; null takes the one that the recorder noted, or else the family's first one.</param>
public sealed class ParityRunner(ParityCase parityCase, Engine engine, string? modelFolder, string tokenizerFolder, AudioClip? recording, string? t3 = null)
{
    /// <summary>The number of the last phase; the first is 1.</summary>
    public const int Phases = 8;

    /// <summary>
    /// Runs one phase, or all for null. Chained, phases feed each other; so that a single phase gets its inputs, the ones before it
    /// run too, but only its own comparisons are in the report. A recorded tensor with which nothing was compared fails.
    /// </summary>
    /// <exception cref="InvalidDataException">The case cannot be used; the message names the tensor.</exception>
    /// <exception cref="CheckpointException">The weights cannot be had.</exception>
    public ParityReport Run(int? phase, bool chained)
    {
        using CheckpointSources sources = ParityCheckpoint.Open(parityCase, modelFolder, t3);
        var context = new ParityContext(parityCase, sources, engine, chained);
        int first = phase is null || chained ? 1 : phase.Value, last = phase ?? Phases;
        for (int i = first; i <= last; i++)
        {
            if (i == phase)
                context.Report.Clear();
            RunPhase(context, i, last);
        }

        string[] missed = [.. PhaseTensors.Missed(context, phase)];
        Array.ForEach(missed, context.Report.Miss);
        return context.Report;
    }

    /// <summary>
    /// Compares T3 on an engine that rounds its weights, fed the recorded tokens: the logits within 2e-2, and the likeliest token of every
    /// step, which must be the recorded one in 99 of 100, but may be another one once in a short case.
    /// </summary>
    /// <exception cref="InvalidDataException">The case cannot be used; the message names the tensor.</exception>
    /// <exception cref="CheckpointException">The weights cannot be had.</exception>
    public ParityReport RunRounded()
    {
        using CheckpointSources sources = ParityCheckpoint.Open(parityCase, modelFolder, t3);
        var context = new ParityContext(parityCase, sources, engine, chained: false);
        T3Phases.RunRounded(context);
        FlowPhase.RunRounded(context);
        VocoderPhase.RunRounded(context);
        return context.Report;
    }

    private void RunPhase(ParityContext context, int phase, int last)
    {
        switch (phase)
        {
            case 1:
                AudioPhase.Run(context, recording);
                break;
            case 2:
                TokenizerPhase.Run(context);
                break;
            case 3:
                SpeakerPhase.Run(context);
                break;
            case 4:
                TextPhase.Run(context, tokenizerFolder);
                break;
            case 5 when last == 5:
                T3Phases.Run(context, prefill: true, decoding: false, stopsByItself: modelFolder is not null);
                break;
            case 5:
                break;
            case 6:
                T3Phases.Run(context, prefill: last > 6, decoding: true, stopsByItself: modelFolder is not null);
                break;
            case 7:
                FlowPhase.Run(context);
                break;
            case 8:
                VocoderPhase.Run(context);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(phase), $"Phases are 1 to {Phases}.");
        }
    }
}
