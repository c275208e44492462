namespace Chatterbox.Text;

/// <summary>Signs before numbers and signs between words.</summary>
internal static class EnglishSymbols
{
    /// <summary>What the sign here is spoken as; null where it is punctuation.</summary>
    public static Spoken? Read(string text, int at)
    {
        char before = at > 0 ? text[at - 1] : ' ', after = at + 1 < text.Length ? text[at + 1] : ' ';
        bool open = char.IsWhiteSpace(before) || before is '(' or '"' or '\u201C';
        bool number = char.IsAsciiDigit(after);
        switch (text[at])
        {
            case '(':
            case '+' when open && number:
                return EnglishPhones.Read(text, at) ?? (number && text[at] == '+' ? Before(text, at, "plus ") : null);
            case '-' or '\u2212' when open && (number || EnglishMoney.IsSign(after)):
                return Before(text, at, "minus ");
            case '.' when open && number:
                int end = NumberText.SkipDigits(text, at + 1);
                return new Spoken($"point {EnglishNumbers.EachDigit(text[(at + 1)..end])}", end);
            case '#' when open && number:
                NumberText numbered = NumberText.Read(text, at + 1, ",", '.');
                return new Spoken($"number {EnglishNumbers.Cardinal(numbered)}", numbered.End);
            case '&':
                return And(text, at, before, after);
            case '+' when IsBetween(before, after):
                return new Spoken("plus", at + 1);
            case '=' when IsBetween(before, after):
                return new Spoken("equals", at + 1);
            case '\u00D7' when IsBetween(before, after):
                return new Spoken("times", at + 1);
            default:
                return null;
        }
    }

    private static Spoken? Before(string text, int at, string word)
    {
        Spoken? number = char.IsAsciiDigit(text[at + 1]) ? EnglishQuantities.Read(text, at + 1) : EnglishMoney.Read(text, at + 1);
        return number is Spoken spoken ? spoken with { Words = word + spoken.Words } : null;
    }

    private static Spoken? And(string text, int at, char before, char after)
    {
        if (IsBetween(before, after))
            return new Spoken("and", at + 1);
        if (!char.IsLetterOrDigit(before) || !char.IsLetterOrDigit(after))
            return null;
        return new Spoken(" and", at + 1);
    }

    private static bool IsBetween(char before, char after) => before is ' ' or '\u00A0' && after is ' ' or '\u00A0';
}
