using System.Diagnostics;
using System.Runtime.InteropServices;
using Chatterbox.Models.Perth;
using Chatterbox.Models.T3;
using Chatterbox.Tensors;
using Chatterbox.Text;

namespace Chatterbox.Pipeline;

/// <summary>
/// Text to speech, start to end: the text is cut into pieces, T3 decodes all pieces as one batch, then flow and vocoder speak them one
/// after the other. Synchronous; progress and cancellation reach down to one decoding step, transformer block and vocoder window.
/// </summary>
/// <param name="model">The loaded checkpoint.</param>
/// <param name="watermark">Marks finished audio; null where no request asks for it.</param>
public sealed class Synthesizer(ChatterboxModel model, PerthWatermark? watermark)
{
    private const int PauseSamples = AudioFormat.SampleRate / 5;
    private const int MaxBatch = 8;

    private readonly T3Decoder _decoder = new(model.T3);

    /// <summary>Speaks a request.</summary>
    /// <exception cref="SynthesisException">The text does not fit, or nothing came of it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public SynthesisResult Speak(SynthesisRequest request, Action<SynthesisProgress>? progress = null, CancellationToken cancellation = default)
    {
        var times = new Dictionary<SynthesisPhase, double>();
        long start = Stopwatch.GetTimestamp();
        List<T3Sequence> sequences = [];
        try
        {
            List<EncodedText> pieces = Encode(request);
            sequences = [.. pieces.Select((piece, i) => CreateSequence(request, piece, i))];
            Decode(sequences, progress, cancellation);
            Lap(SynthesisPhase.Decoding);

            List<SpokenPiece> spoken = [];
            List<float> audio = [];
            for (int i = 0; i < pieces.Count; i++)
            {
                int[] sounds = Sounds(sequences[i]);
                float[] samples = Render(request, sounds, i, pieces.Count, progress, Lap, cancellation);
                spoken.Add(new SpokenPiece(pieces[i].Normalized, pieces[i].Ids, sounds, sequences[i].Stopped, samples.Length));
                if (i > 0)
                    audio.AddRange(new float[PauseSamples]);
                audio.AddRange(samples);
            }

            return new SynthesisResult(Mark(request, [.. audio], progress, Lap), spoken, times);
        }
        finally
        {
            sequences.ForEach(sequence => sequence.Dispose());
        }

        void Lap(SynthesisPhase phase)
        {
            times[phase] = times.GetValueOrDefault(phase) + Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
        }
    }

    private List<EncodedText> Encode(SynthesisRequest request)
    {
        TextFrontEnd front = model.Text ?? throw new SynthesisException("This checkpoint has no tokenizer files, so it cannot read text.");
        List<EncodedText> pieces = [];
        foreach (string piece in TextSplitter.Split(request.Text, model.Card.MaxPieceCharacters))
        {
            EncodedText encoded = front.Encode(piece, request.Language);
            int said = request.Context is { } context && pieces.Count == 0 ? context.TextTokens.Length : 0;
            if (encoded.Truncated || encoded.Ids.Length + said > model.T3.MaxTextTokens)
                throw new SynthesisException($"A piece of the text has {encoded.TokenCount + said} tokens, more than the {model.T3.MaxTextTokens} that the model reads. Use shorter sentences.");
            pieces.Add(encoded);
        }

        return pieces;
    }

    /// <summary>The sequence of a piece; the first one continues what was said before, if anything was.</summary>
    private T3Sequence CreateSequence(SynthesisRequest request, EncodedText piece, int index)
    {
        SpokenContext context = index == 0 && request.Context is { } given ? given : new SpokenContext([], []);
        var conditioning = new T3Conditioning(request.Voice.SpeakerEmbedding, request.Voice.PromptSpeechTokens, request.Exaggeration);
        var prompt = new T3Prompt(conditioning, [.. context.TextTokens, .. piece.Ids], context.SpeechTokens);

        int uncounted = request.Language is null ? 0 : 1;
        int counted = prompt.TextTokens.Length - uncounted;
        TokenLimits limits = request.Lengths.Limits(counted, Math.Max(0, context.TextTokens.Length));
        int room = model.T3.MaxSpeechTokens(prompt.TextTokens.Length, conditioning.PromptSpeechTokens.Length) - context.SpeechTokens.Length;
        int max = Math.Min(Math.Min(limits.Max, room), request.MaxTokens ?? limits.Max);
        if (max < 1)
            throw new SynthesisException("What was said before leaves no room for more speech. Continue from a shorter context.");
        return new T3Sequence(model.T3, prompt, request.Sampling, new TokenLimits(Math.Min(limits.Min, max - 1), max), PieceRandom.For(request.Seed, index).TokenDraw);
    }

    private void Decode(List<T3Sequence> sequences, Action<SynthesisProgress>? progress, CancellationToken cancellation)
    {
        int next = 0;
        List<T3Sequence> active = [];
        while (next < sequences.Count || active.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (next < sequences.Count && active.Count < MaxBatch)
            {
                _decoder.Prefill(sequences[next]);
                active.Add(sequences[next++]);
            }
            else
            {
                _decoder.Step(CollectionsMarshal.AsSpan(active));
            }

            active.RemoveAll(sequence => sequence.Finished);
            progress?.Invoke(DecodingProgress(sequences));
        }
    }

    /// <summary>Made anew for every token, so without allocation.</summary>
    private static SynthesisProgress DecodingProgress(List<T3Sequence> sequences)
    {
        double share = 0;
        int tokens = 0;
        foreach (T3Sequence sequence in sequences)
        {
            share += sequence.Share / sequences.Count;
            tokens += sequence.Tokens.Count;
        }

        return new SynthesisProgress(SynthesisPhase.Decoding, 0, sequences.Count, share, tokens);
    }

    private int[] Sounds(T3Sequence sequence)
    {
        int[] sounds = SpeechTokenFilter.Sounds([.. sequence.Tokens], model.Family);
        return sounds.Length > 0 ? sounds : throw new SynthesisException("T3 ended without a sound. Try another seed or other words.");
    }

    private float[] Render(
        SynthesisRequest request, int[] sounds, int piece, int pieces, Action<SynthesisProgress>? progress, Action<SynthesisPhase> lap, CancellationToken cancellation)
    {
        PieceRandom random = PieceRandom.For(request.Seed, piece);
        using Scope scope = model.Engine.BeginScope();
        int[] tokens = SpeechTokenFilter.WithTrailingSilence(sounds, model.Family);
        Tensor mel = model.Flow.Forward(tokens, request.Voice.Reference, random.FlowNoise, request.SolverSteps,
            step => progress?.Invoke(new SynthesisProgress(SynthesisPhase.Flow, piece, pieces, (double)step.Done / step.Total, 0)), cancellation);
        lap(SynthesisPhase.Flow);
        var share = new Reporter(value => progress?.Invoke(new SynthesisProgress(SynthesisPhase.Vocoder, piece, pieces, value, 0)));
        float[] audio = model.Vocoder.Forward(mel, random.HarmonicNoise, share, cancellation);
        lap(SynthesisPhase.Vocoder);
        return FamilyTraits.Of(model.Family).CutsLastToken
            ? audio[..Math.Min(audio.Length, Math.Max(1, sounds.Length - 1) * AudioFormat.SamplesPerToken)]
            : audio;
    }

    private float[] Mark(SynthesisRequest request, float[] audio, Action<SynthesisProgress>? progress, Action<SynthesisPhase> lap)
    {
        if (!request.Watermark)
            return audio;
        PerthWatermark marker = watermark ?? throw new InvalidOperationException("A watermark was asked for, but its net is not loaded; this is a bug.");
        progress?.Invoke(new SynthesisProgress(SynthesisPhase.Watermark, 0, 1, 0, 0));
        float[] marked = marker.Apply(audio, AudioFormat.SampleRate);
        lap(SynthesisPhase.Watermark);
        return marked;
    }

    /// <summary>Progress on the caller's thread; <see cref="Progress{T}"/> would post it elsewhere.</summary>
    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
