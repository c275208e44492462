using Chatterbox.Models.T3;
using Chatterbox.Text;

namespace Chatterbox.Pipeline;

/// <summary>
/// Cuts a request's text into pieces, tokenizes them and checks that each fits the model, so that what cannot be spoken is refused
/// before any work is done. Immutable, for use by many threads at once.
/// </summary>
public sealed class SpeechPlanner(ModelProfile model)
{
    /// <summary>The plan of a request.</summary>
    /// <exception cref="SynthesisException">The text, the voice or the context does not fit the model.</exception>
    public SpeechPlan Plan(SynthesisRequest request)
    {
        TextFrontEnd front = model.Text ?? throw new SynthesisException("This checkpoint has no tokenizer files, so it cannot read text.");
        SpeechScript script = Script(request);
        List<PlannedPiece> pieces = [];
        foreach (ScriptPiece part in script.Pieces)
        {
            bool first = pieces.Count == 0;
            PlannedPiece piece = first || !request.Continuity
                ? Piece(front, request, part.Text, first ? request.Context : null)
                : Continuation(front, request, part.Text, script.Pieces[pieces.Count - 1].Text);
            Limits(request, piece, piece.SpokenTokens.Length);
            pieces.Add(piece with { PauseBefore = Samples(part.PauseBefore) });
        }

        return new SpeechPlan(request, pieces, Samples(script.PauseAfter));
    }

    private SpeechScript Script(SynthesisRequest request)
    {
        try
        {
            var options = new ScriptOptions
            {
                MaxCharacters = Math.Min(model.Card.MaxPieceCharacters, request.PieceCharacters ?? int.MaxValue),
                FirstPieceCharacters = request.FirstPieceCharacters,
                Language = request.Language,
                ExpandNumbers = request.ExpandNumbers,
            };
            SpeechScript script = ScriptWriter.Write(request.Text, options);
            return script.Pieces.Count > 0 ? script : throw new SynthesisException("There is nothing to say in this text.");
        }
        catch (TextMarkupException malformed)
        {
            throw new SynthesisException(malformed.Message, malformed);
        }
    }

    /// <summary>
    /// How many tokens T3 may write for a piece behind <paramref name="spoken"/> speech tokens of what was said before.
    /// </summary>
    /// <exception cref="SynthesisException">There is no room.</exception>
    public TokenLimits Limits(SynthesisRequest request, PlannedPiece piece, int spoken)
    {
        TokenLimits limits = request.Lengths.Limits(piece.NewTokens);
        int room = Room(request, piece, spoken);
        if (room < 1)
            throw new SynthesisException("The voice's prompt and what was said before leave no room for more speech. Continue from a shorter context.");
        int max = Math.Min(Math.Min(limits.Max, room), request.MaxTokens ?? limits.Max);
        limits = new TokenLimits(Math.Min(limits.Min, max - 1), max);
        try
        {
            model.Limits.Require(Prompt(request, piece, piece.SpokenTokens), max);
            return limits;
        }
        catch (ArgumentException unfit)
        {
            throw new SynthesisException(unfit.Message, unfit);
        }
    }

    /// <summary>Whether a piece can continue speech of so many tokens and have room for its own.</summary>
    public bool CanContinue(SynthesisRequest request, PlannedPiece piece, int spoken) =>
        spoken > 0 && Room(request, piece, spoken) >= request.Lengths.Limits(piece.NewTokens).Max;

    /// <summary>What T3 reads for a piece.</summary>
    public static T3Prompt Prompt(SynthesisRequest request, PlannedPiece piece, int[] spoken) => new(
        new T3Conditioning(request.Voice.SpeakerEmbedding, request.Voice.PromptSpeechTokens, request.Exaggeration), piece.Prompt, spoken);

    private int Room(SynthesisRequest request, PlannedPiece piece, int spoken) =>
        model.Limits.MaxSpeechTokens(piece.Prompt.Length, request.Voice.PromptSpeechTokens.Length) - spoken;

    /// <summary>A piece that continues the one before it, or one that stands alone where both together are too long for the model.</summary>
    private PlannedPiece Continuation(TextFrontEnd front, SynthesisRequest request, string text, string last)
    {
        EncodedText whole = front.Encode($"{last} {text}", request.Language);
        return whole.Truncated || whole.Ids.Length > model.Limits.MaxTextTokens
            ? Piece(front, request, text, null)
            : Piece(front, request, text, new SpokenContext(last, [])) with { ContinuesLast = true };
    }

    /// <summary>Tokenizes a piece as one text with what was said before, so that one language tag and the white space between are there.</summary>
    private PlannedPiece Piece(TextFrontEnd front, SynthesisRequest request, string text, SpokenContext? context)
    {
        EncodedText own = front.Encode(text, request.Language);
        EncodedText whole = context is null ? own : front.Encode($"{context.Text} {text}", request.Language);
        if (whole.Truncated || whole.Ids.Length > model.Limits.MaxTextTokens)
        {
            int most = Math.Min(front.TokenLimit, model.Limits.MaxTextTokens);
            throw new SynthesisException(
                $"A piece of the text has {whole.TokenCount} tokens with what was said before it, more than the {most} that the model reads. Use shorter sentences.");
        }

        int tags = model.Family == ModelFamily.Multilingual && request.Language is not null ? 1 : 0;
        int unspoken = context is null ? tags : front.Encode(context.Text, request.Language).Ids.Length;
        return new PlannedPiece(own.Normalized, own.Ids, whole.Ids, whole.Ids.Length - unspoken, context?.SpeechTokens ?? [], false, 0);
    }

    private static int Samples(double seconds) => (int)Math.Round(seconds * AudioFormat.SampleRate);
}
