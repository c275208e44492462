using Chatterbox.Text;

namespace Chatterbox.Parity;

/// <summary>Phase 4: the text's normal form and its tokens.</summary>
public static class TextPhase
{
    /// <summary>Runs the phase with the tokenizer in <paramref name="tokenizerFolder"/>.</summary>
    /// <exception cref="FileNotFoundException">The folder lacks a file of the family's tokenizer.</exception>
    /// <exception cref="InvalidDataException">A tokenizer file is broken, or has not the case's language.</exception>
    public static void Run(ParityContext context, string tokenizerFolder)
    {
        TextFrontEnd front = TextFrontEnd.For(context.Case.Family, tokenizerFolder, SpecialTokens.AsReference);
        EncodedText encoded = Encode(front, context.Case);
        context.Report.CompareText("text/normalized", context.Case.Normalized, encoded.Normalized);
        context.Report.CompareIds("text/token_ids", context.Case.Ids("text/token_ids"), encoded.Ids);
    }

    private static EncodedText Encode(TextFrontEnd front, ParityCase parityCase)
    {
        try
        {
            return front.Encode(parityCase.Text, parityCase.Language);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{parityCase.Name}: {error.Message}", error);
        }
    }
}
