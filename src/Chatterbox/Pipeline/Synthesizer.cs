using System.Diagnostics;
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

    private readonly BatchDecoder _decoder = new(model.T3);

    /// <summary>Speaks a request.</summary>
    /// <exception cref="SynthesisException">The request does not fit the model.</exception>
    /// <exception cref="NoSpeechException">Nothing came of it.</exception>
    /// <exception cref="CheckpointException">The weights are damaged: they do not give numbers.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public SynthesisResult Speak(SynthesisRequest request, Action<SynthesisProgress>? progress = null, CancellationToken cancellation = default)
    {
        var times = new Dictionary<SynthesisPhase, double>();
        long start = Stopwatch.GetTimestamp();
        List<TextPiece> pieces = Encode(request);
        DecodedPiece[] decoded = _decoder.Run(
            pieces.Count,
            i => CreateSequence(request, pieces[i], i),
            (share, tokens) => progress?.Invoke(new SynthesisProgress(SynthesisPhase.Decoding, 0, pieces.Count, share, tokens)),
            cancellation);
        Lap(SynthesisPhase.Decoding);

        List<SpokenPiece> spoken = [];
        List<float> audio = [];
        for (int i = 0; i < pieces.Count; i++)
        {
            int[] sounds = Sounds(decoded[i]);
            float[] samples = Render(request, sounds, i, pieces.Count, progress, Lap, cancellation);
            spoken.Add(new SpokenPiece(pieces[i].Encoded.Normalized, pieces[i].Encoded.Ids, sounds, decoded[i].Stopped, samples.Length));
            if (i > 0)
                audio.AddRange(new float[PauseSamples]);
            audio.AddRange(samples);
        }

        cancellation.ThrowIfCancellationRequested();
        return new SynthesisResult(Mark(request, [.. audio], progress, Lap), spoken, times);

        void Lap(SynthesisPhase phase)
        {
            times[phase] = times.GetValueOrDefault(phase) + Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
        }
    }

    private List<TextPiece> Encode(SynthesisRequest request)
    {
        TextFrontEnd front = model.Text ?? throw new SynthesisException("This checkpoint has no tokenizer files, so it cannot read text.");
        return [.. TextSplitter.Split(request.Text, model.Card.MaxPieceCharacters).Select((piece, i) => Encode(front, request, piece, i == 0 ? request.Context : null))];
    }

    /// <summary>Tokenizes a piece as one text with what was said before, so that one language tag and the white space between are there.</summary>
    private TextPiece Encode(TextFrontEnd front, SynthesisRequest request, string piece, SpokenContext? context)
    {
        EncodedText own = front.Encode(piece, request.Language);
        EncodedText whole = context is null ? own : front.Encode($"{context.Text} {piece}", request.Language);
        if (whole.Truncated || whole.Ids.Length > model.T3.MaxTextTokens)
        {
            int most = Math.Min(front.TokenLimit, model.T3.MaxTextTokens);
            throw new SynthesisException(
                $"A piece of the text has {whole.TokenCount} tokens with what was said before it, more than the {most} that the model reads. Use shorter sentences.");
        }

        int tags = model.Family == ModelFamily.Multilingual && request.Language is not null ? 1 : 0;
        int unspoken = context is null ? tags : front.Encode(context.Text, request.Language).Ids.Length;
        return new TextPiece(own, whole.Ids, whole.Ids.Length - unspoken, context?.SpeechTokens ?? []);
    }

    private T3Sequence CreateSequence(SynthesisRequest request, TextPiece piece, int index)
    {
        var conditioning = new T3Conditioning(request.Voice.SpeakerEmbedding, request.Voice.PromptSpeechTokens, request.Exaggeration);
        TokenLimits limits = request.Lengths.Limits(piece.NewTokens);
        int room = model.T3.MaxSpeechTokens(piece.TextTokens.Length, conditioning.PromptSpeechTokens.Length) - piece.SpokenTokens.Length;
        if (room < 1)
            throw new SynthesisException("The voice's prompt and what was said before leave no room for more speech. Continue from a shorter context.");
        int max = Math.Min(Math.Min(limits.Max, room), request.MaxTokens ?? limits.Max);
        try
        {
            return new T3Sequence(
                model.T3, new T3Prompt(conditioning, piece.TextTokens, piece.SpokenTokens), request.Sampling,
                new TokenLimits(Math.Min(limits.Min, max - 1), max), PieceRandom.For(request.Seed, index).TokenDraw);
        }
        catch (ArgumentException unfit)
        {
            throw new SynthesisException(unfit.Message, unfit);
        }
    }

    private int[] Sounds(DecodedPiece piece)
    {
        int[] sounds = SpeechTokenFilter.Sounds([.. piece.Tokens], model.Family);
        return sounds.Length > 0 ? sounds : throw new NoSpeechException("T3 ended without a sound. Try another seed or other words.");
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
        progress?.Invoke(new SynthesisProgress(SynthesisPhase.Watermark, 0, 1, 1, 0));
        lap(SynthesisPhase.Watermark);
        return marked;
    }

    /// <summary>Progress on the caller's thread; <see cref="Progress{T}"/> would post it elsewhere.</summary>
    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
