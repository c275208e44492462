using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class SentenceScannerTests
{
    [Theory]
    [InlineData("en", "Pi is 3.14.|It is 1.000,50 there.|So what?")]
    [InlineData("en", "It is 14:30.|Version 2.10.3 is out.")]
    [InlineData("en", "See https://example.com/a.b?c=d now.|Or write to j.smith@example.co.uk today!|Fine.")]
    [InlineData("en", "Go to example.com.|It is free.")]
    [InlineData("en", "J. R. R. Tolkien wrote it.|C.S. Lewis read it.")]
    [InlineData("en", "Mr. and Mrs. Smith met Dr. Jones, Prof. Lee etc. and left.|They were late.")]
    [InlineData("en", "He works at Acme Inc.|John does not.")]
    [InlineData("en", "He lives in the U.S.|He likes the U.S. Army.")]
    [InlineData("en", "It starts at 5 p.m.|John comes.")]
    [InlineData("en", "See No. 5, p. 7 and Fig. 3.|The answer is no.|Then we left.")]
    [InlineData("en", "I am number 32.|The rest is here.")]
    [InlineData("en", "He said \"Go away.\"|She did.|(They stayed.)|\u201CWhy?\u201D|Because.")]
    [InlineData("en", "\"Are you there?\" she asked.|\"Yes!\"|He was.")]
    [InlineData("en", "Well... maybe not.|Well\u2026 maybe.|Well...|Maybe so.")]
    [InlineData("en", "What?!|No!!!|Yes.")]
    [InlineData("en", "1. First of all.|It goes on.")]
    [InlineData("en", "all in small letters. here we go. done.", "all in small letters. |here we go. |done.")]
    [InlineData("en", "Yes; it ends here.|Fine.")]
    [InlineData("el", "\u03A4\u03B9 \u03BA\u03AC\u03BD\u03B5\u03B9\u03C2;|\u039A\u03B1\u03BB\u03AC.")]
    [InlineData("el", "\u039F \u03BA. \u039D\u03AF\u03BA\u03BF\u03C2 \u03AE\u03C1\u03B8\u03B5.|\u0395\u03B4\u03CE.")]
    [InlineData("de", "Am 3. Mai kam Dr. Huber, z. B. mit Frau Nr. 7 usw. an.|Das war sch\u00F6n.")]
    [InlineData("de", "Im 19. Jahrhundert regierte Ludwig XIV. nicht.|Er war tot.")]
    [InlineData("de", "Ich bin 32.|Das ist alt.")]
    [InlineData("de", "Er sagte: \u201EGeh weg.\u201C|Sie ging, d.h. sie lief.|\u00BBWarum?\u00AB|Darum.")]
    [InlineData("da", "Den 3. maj kom han.|Han var 32.|Hun var der ca. kl. 5.")]
    [InlineData("no", "Den 17. mai er viktig.|Det er f.eks. en fest.")]
    [InlineData("fi", "Se on 6. joulukuuta.|H\u00E4n tuli esim. junalla jne.|Se oli hyv\u00E4.")]
    [InlineData("pl", "Dnia 3. maja prof. Nowak m.in. m\u00F3wi\u0142 itd.|On wyszed\u0142.")]
    [InlineData("fr", "M. Dupont et Mme. Durand, p. 12, sont l\u00E0.|Il dit \u00AB Non. \u00BB|Elle part.", "M. Dupont et Mme. Durand, p. 12, sont l\u00E0. |Il dit \u00AB Non. |\u00BB Elle part.")]
    [InlineData("es", "El Sr. P\u00E9rez vive en la Avda. Mayor, n\u00FAm. 5.|\u00BFQu\u00E9?|\u00A1Nada!")]
    [InlineData("it", "Il Sig. Rossi e la Dott.ssa Bianchi, pag. 3, ecc.|Loro vanno.")]
    [InlineData("pt", "O Sr. Silva e a Dra. Costa etc.|Eles v\u00E3o.")]
    [InlineData("nl", "Dhr. Jansen komt o.a. morgen, bijv. om 5 uur enz.|Hij blijft.")]
    [InlineData("sv", "Hr. Berg kom t.ex. i g\u00E5r osv.|Han gick.")]
    [InlineData("tr", "Bu 3. s\u0131n\u0131f, Dr. Kaya vb.|Bu kadar.")]
    [InlineData("ru", "\u0413. \u041C\u043E\u0441\u043A\u0432\u0430, \u0443\u043B. \u041C\u0438\u0440\u0430, \u0434. 5 \u0438 \u0442.\u0434.|\u041E\u043D \u0442\u0430\u043C.")]
    [InlineData("ar", "\u0647\u0644 \u062C\u0627\u0621\u061F|\u0646\u0639\u0645.|\u062F. \u0623\u062D\u0645\u062F \u0647\u0646\u0627.")]
    [InlineData("hi", "\u092F\u0939 \u0939\u0948\u0964|\u0921\u0949. \u0930\u093E\u092E \u0906\u090F\u0964")]
    [InlineData("he", "\u05E9\u05DC\u05D5\u05DD.|\u05DE\u05D4 \u05E0\u05E9\u05DE\u05E2?|\u05D8\u05D5\u05D1.")]
    [InlineData("ko", "\uC548\uB155\uD558\uC138\uC694. \uC88B\uC544\uC694?\uB124.", "\uC548\uB155\uD558\uC138\uC694. |\uC88B\uC544\uC694?|\uB124.")]
    [InlineData("ms", "Jln. Ampang No. 5 dan Sdn. Bhd.|Dia pergi.")]
    [InlineData("sw", "Bw. Juma alikuja.|Yeye ni mzee.")]
    public void Sentences_end_where_they_do_in_the_language(string language, string expected, string? exact = null)
    {
        // Sentences are divided by one space, unless the exact form says otherwise.
        string[] sentences = (exact ?? expected.Replace("|", " |", StringComparison.Ordinal)).Split('|');
        Assert.Equal(sentences, Sentences(string.Concat(sentences), language));
    }

    [Theory]
    [InlineData("zh", "\u4F60\u597D\u3002|\u4F60\u597D\u5417\uFF1F|\u597D\uFF01\uFF01|3\uFF0E14\u662F\u6570\u3002")]
    [InlineData("zh", "\u4ED6\u8BF4\uFF1A\u201C\u8D70\u3002\u201D|\u5979\u8D70\u4E86!|\u597D\u3002")]
    [InlineData("ja", "\u300C\u3053\u3093\u306B\u3061\u306F\u3002\u300D|\u3068\u8A00\u3063\u305F\u3002|\u672C\u5F53?|\u306F\u3044\u3002")]
    [InlineData("ja", "\u3053\u308C\u306F\u3002|\"\u305D\u308C\u3002\"|\u306F\u3044\u3002")]
    public void Wide_marks_need_no_space(string language, string expected) =>
        Assert.Equal(expected.Split('|'), Sentences(expected.Replace("|", "", StringComparison.Ordinal), language));

    [Fact]
    public void Every_language_with_stops_in_abbreviations_has_its_own_table()
    {
        string[] without = ["ja", "ko", "zh"];
        Assert.All(
            Languages.All.Where(language => !without.Contains(language.Code)),
            language => Assert.NotSame(Abbreviations.For("*"), Abbreviations.For(language.Code)));
    }

    [Fact]
    public void A_text_without_end_is_one_sentence()
    {
        Assert.Equal(["no end"], Sentences("no end", "en"));
        Assert.Empty(Sentences("", "en"));
    }

    private static List<string> Sentences(string text, string language)
    {
        List<string> sentences = [];
        int start = 0;
        foreach (int end in SentenceScanner.Ends(text, SentenceRules.For(language)))
        {
            sentences.Add(text[start..end]);
            start = end;
        }

        return sentences;
    }
}
