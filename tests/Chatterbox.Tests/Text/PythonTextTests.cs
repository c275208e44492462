using System.Text.Json;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>600 strings of mixed scripts, marks and white space, with what Python makes of them (scripts/make_unicode_tables.py).</summary>
public sealed class PythonTextTests
{
    private static readonly JsonElement[] Rows = ReadRows();

    [Fact]
    public void Lower_case_is_Pythons() => Compare("lower", PythonText.Lower);

    [Fact]
    public void Capitalised_is_Pythons() => Compare("capitalised", PythonText.CapitaliseFirst);

    [Fact]
    public void Collapsed_white_space_is_Pythons() => Compare("collapsed", PythonText.CollapseWhiteSpace);

    [Fact]
    public void Stripped_is_Pythons() => Compare("stripped", PythonText.Strip);

    [Fact]
    public void Compatibility_decomposition_is_Pythons() => Compare("nfkd", CompatibilityDecomposition.Normalize);

    [Theory]
    [InlineData("\u039f\u03a3", "\u03bf\u03c2")]
    [InlineData("\u039f\u03a3\u0391", "\u03bf\u03c3\u03b1")]
    [InlineData("\u039f\u03a3'\u0301 \u03a3", "\u03bf\u03c2'\u0301 \u03c3")]
    [InlineData("\u0130", "i\u0307")]
    public void Sigma_and_dotted_I_follow_Unicode(string text, string expected) => Assert.Equal(expected, PythonText.Lower(text));

    [Fact]
    public void A_lone_surrogate_stays()
    {
        Assert.Equal("a\ud800", PythonText.Lower("A\ud800"));
        Assert.Equal("e\u0301\udc00", CompatibilityDecomposition.Normalize("\u00e9\udc00"));
    }

    private static void Compare(string name, Func<string, string> of)
    {
        Assert.Equal(600, Rows.Length);
        foreach (JsonElement row in Rows)
            Assert.Equal(row.GetProperty(name).GetString(), of(row.GetProperty("text").GetString()!));
    }

    private static JsonElement[] ReadRows()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Repo.Path("tests", "data", "unicode", "python-text.json")));
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }
}
