using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Chatterbox.Server.Chart;

namespace Chatterbox.Tests.Server.Chart;

public sealed class SpeedChartTests
{
    private static readonly SpeedFigure[] Figures =
    [
        new(ModelFamily.Original, "Peer", "machine A", 13.3, false),
        new(ModelFamily.Nano, "Peer", "machine A", 2, false),
        new(ModelFamily.Nano, "Other <&> \"peer\"", "machine A", 1, false),
        new(ModelFamily.Nano, "Ours", "machine B", 0.45, true),
        new(ModelFamily.Original, "Ours", "machine B", 3.2, true),
    ];

    [Fact]
    public void Bars_are_as_long_as_their_figures()
    {
        XElement[] bars = [.. Draw(Figures).Descendants().Where(e => e.Name.LocalName == "rect" && (string?)e.Attribute("class") != "back")];

        // Nano comes first; within a family the given order counts.
        Assert.Equal(["other0", "other1", "ours", "other0", "ours"], bars.Select(bar => (string?)bar.Attribute("class")));
        double[] widths = [.. bars.Select(bar => Number(bar, "width"))];
        double[] rtf = [2, 1, 0.45, 13.3, 3.2];
        for (int i = 0; i < rtf.Length; i++)
            Assert.Equal(rtf[i] / 13.3, widths[i] / widths[3], 0.002);
        Assert.Single(bars.Select(bar => Number(bar, "x")).Distinct());
        Assert.Equal(bars.Length, bars.Select(bar => Number(bar, "y")).Distinct().Count());
        double real = Number(Draw(Figures).Descendants().Single(e => (string?)e.Attribute("class") == "real"), "x1");
        Assert.Equal(widths[1], real - Number(bars[0], "x"), 0.2);
    }

    [Fact]
    public void Programs_figures_and_machines_stand_in_it()
    {
        string[] texts = [.. Draw(Figures).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        foreach (string text in (string[])["Nano", "Original", "Peer", "Other <&> \"peer\"", "Ours", "13.30", "0.45", "Peer; Other <&> \"peer\": machine A.", "Ours: machine B.", "Different machines: their bars are not a ratio."])
            Assert.Contains(text, texts);
        Assert.DoesNotContain("Turbo", texts);
        SpeedFigure[] one = [.. Figures.Select(figure => figure with { Machine = "machine A" })];
        Assert.DoesNotContain(Draw(one).Descendants(), e => e.Value.StartsWith("Different", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_figures_give_the_same_bytes_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        byte[] first = Bytes(Figures);
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(first, Bytes(Figures));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.DoesNotContain((byte)'\r', first);
        Assert.NotEqual(first, Bytes([.. Figures.Select(figure => figure with { Rtf = figure.Rtf + 0.1 })]));
    }

    [Fact]
    public void It_needs_nothing_from_elsewhere_and_has_a_dark_form()
    {
        XElement svg = Draw(Figures);
        string style = svg.Descendants().Single(e => e.Name.LocalName == "style").Value;
        Assert.Contains("prefers-color-scheme:dark", style, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.DoesNotContain(svg.Descendants().Attributes(), attribute => attribute.Name.LocalName is "href" or "style");

        // Every class that is used has a colour in both forms.
        foreach (string kind in svg.Descendants().Attributes("class").SelectMany(attribute => attribute.Value.Split(' ')).Except(["title", "family"]).Distinct())
            Assert.Equal(2, style.Split($".{kind}").Length - 1);
    }

    [Theory]
    [InlineData(0.004)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(9999)]
    public void All_of_it_stays_inside(double rtf)
    {
        XElement svg = Draw([new SpeedFigure(ModelFamily.Multilingual, new string('w', 60), string.Join(' ', Enumerable.Repeat("word", 60)), rtf, true)]);
        double width = Number(svg, "width"), height = Number(svg, "height");
        foreach (XElement element in svg.Descendants())
        {
            foreach (string name in (string[])["x", "x1", "x2"])
                if (element.Attribute(name) is not null)
                    Assert.InRange(Number(element, name), 0, width - 10);
            foreach (string name in (string[])["y", "y1", "y2"])
                if (element.Attribute(name) is not null)
                    Assert.InRange(Number(element, name), 0, height);
        }

        int ticks = svg.Descendants().Count(e => (string?)e.Attribute("class") == "tick");
        Assert.InRange(ticks, 3, 11);
        Assert.All(svg.Descendants().Where(e => (string?)e.Attribute("class") == "note"), note => Assert.InRange(note.Value.Length, 1, 110));
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static XElement Draw(IReadOnlyList<SpeedFigure> figures) => XElement.Parse(Encoding.UTF8.GetString(Bytes(figures)));

    private static byte[] Bytes(IReadOnlyList<SpeedFigure> figures)
    {
        using MemoryStream stream = new();
        SpeedChart.Write(stream, figures);
        return stream.ToArray();
    }
}
