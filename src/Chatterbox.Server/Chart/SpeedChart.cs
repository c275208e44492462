using System.Globalization;
using System.Text;
using System.Xml;

namespace Chatterbox.Server.Chart;

/// <summary>
/// Real-time factors as an SVG of bars, family by family. It brings its own background, light or dark as the reader's system is, and
/// uses the system's font; the same figures always give the same bytes.
/// </summary>
internal static class SpeedChart
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const int Width = 760, Margin = 20, BarLeft = 390, BarRight = 690;
    private const int Row = 24, BarHeight = 16, FamilyGap = 14, Header = 74, Line = 17;
    private const int MostTicks = 8, NoteCharacters = 110;

    private const string Style =
        "text{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:13px;fill:#1f2328}"
        + ".title{font-size:16px;font-weight:600}.family{font-weight:600}.value{stroke:#fff;stroke-width:4px;paint-order:stroke}.note,.tick{font-size:12px;fill:#59636e}"
        + ".back{fill:#fff;stroke:#d1d9e0}.grid{stroke:#d1d9e0}.real{stroke:#59636e;stroke-dasharray:4 3}"
        + ".ours{fill:#0969da}.other0{fill:#818b98}.other1{fill:#bc6a00}"
        + "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.value{stroke:#0d1117}.note,.tick{fill:#9198a1}.back{fill:#0d1117;stroke:#3d444d}"
        + ".grid{stroke:#3d444d}.real{stroke:#9198a1}.ours{fill:#4493f8}.other0{fill:#7d8590}.other1{fill:#d29922}}";

    private static readonly ModelFamily[] Order = [ModelFamily.Nano, ModelFamily.Turbo, ModelFamily.Original, ModelFamily.Multilingual];

    /// <summary>Writes a chart of at least one figure; within a family in the given order.</summary>
    public static void Write(Stream stream, IReadOnlyList<SpeedFigure> figures)
    {
        string[] others = [.. figures.Where(figure => !figure.IsOurs).Select(figure => figure.Program).Distinct()];
        string[] notes = [.. Notes(figures)];
        IGrouping<ModelFamily, SpeedFigure>[] families = [.. figures.GroupBy(figure => figure.Family).OrderBy(group => Array.IndexOf(Order, group.Key))];
        int bottom = Header + figures.Count * Row + families.Length * (Row + FamilyGap);
        int height = bottom + Row + notes.Length * Line + Margin;
        double step = TickStep(figures.Max(figure => figure.Rtf));
        double most = step * Math.Ceiling(figures.Max(figure => figure.Rtf) / step);

        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CloseOutput = false };
        var svg = XmlWriter.Create(stream, settings);
        svg.WriteStartElement("svg", Namespace);
        Attributes(svg, ("viewBox", $"0 0 {Width} {height}"), ("width", $"{Width}"), ("height", $"{height}"), ("role", "img"));
        Element(svg, "title", "Real-time factors of Chatterbox's models on the processor");
        Element(svg, "desc", string.Join("; ", figures.Select(figure => $"{figure.Family}, {figure.Program}: {Number(figure.Rtf, "0.00")}")));
        Element(svg, "style", Style);
        Shape(svg, "rect", "back", ("x", "0.5"), ("y", "0.5"), ("width", $"{Width - 1}"), ("height", $"{height - 1}"), ("rx", "6"));
        Text(svg, Margin, 30, "title", "Seconds of work for a second of speech");
        Text(svg, Margin, 50, "note", "Real-time factor, prefill to vocoder. Shorter is faster; left of the dashed line is faster than speech.");
        for (double tick = 0; tick < most + step / 2; tick += step)
        {
            string x = Number(X(tick, most), "0.0");
            Shape(svg, "line", "grid", ("x1", x), ("y1", $"{Header}"), ("x2", x), ("y2", $"{bottom}"));
            Text(svg, X(tick, most), bottom + Line, "tick", Number(tick, "0.##"), "middle");
        }

        string real = Number(X(1, most), "0.0");
        if (most > 1)
            Shape(svg, "line", "real", ("x1", real), ("y1", $"{Header}"), ("x2", real), ("y2", $"{bottom}"));
        int y = Header;
        foreach (IGrouping<ModelFamily, SpeedFigure> family in families)
        {
            y += FamilyGap + Row;
            Text(svg, Margin, y - 8, "family", $"{family.Key}");
            foreach (SpeedFigure figure in family)
            {
                double end = X(figure.Rtf, most);
                string kind = figure.IsOurs ? "ours" : $"other{Array.IndexOf(others, figure.Program) % 2}";
                Text(svg, BarLeft - 8, y + 13, figure.IsOurs ? "family" : "", figure.Program, "end");
                Shape(svg, "rect", kind, ("x", $"{BarLeft}"), ("y", $"{y + 1}"), ("width", Number(end - BarLeft, "0.0")), ("height", $"{BarHeight}"));
                Text(svg, end + 6, y + 13, figure.IsOurs ? "value family" : "value", Number(figure.Rtf, "0.00"));
                y += Row;
            }
        }

        for (int i = 0; i < notes.Length; i++)
            Text(svg, Margin, bottom + Row + (i + 1) * Line, "note", notes[i]);
        svg.WriteEndElement();
        svg.Dispose();
        stream.WriteByte((byte)'\n');
    }

    private static double X(double rtf, double most) => BarLeft + (BarRight - BarLeft) * rtf / most;

    /// <summary>1, 2 or 5 times a power of ten, so that there are a few ticks up to the largest.</summary>
    private static double TickStep(double largest)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(largest / MostTicks)));
        foreach (int factor in (ReadOnlySpan<int>)[1, 2, 5])
            if (largest / (factor * power) <= MostTicks)
                return factor * power;
        return 10 * power;
    }

    /// <summary>What ran on which machine, in lines that fit.</summary>
    private static IEnumerable<string> Notes(IReadOnlyList<SpeedFigure> figures)
    {
        var machines = figures.GroupBy(figure => figure.Machine).ToArray();
        foreach (var machine in machines)
            foreach (string line in Wrapped($"{string.Join("; ", machine.Select(figure => figure.Program).Distinct())}: {machine.Key}."))
                yield return line;
        if (machines.Length > 1)
            yield return "Different machines: their bars are not a ratio.";
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > NoteCharacters)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private static void Text(XmlWriter svg, double x, int y, string kind, string text, string? anchor = null)
    {
        svg.WriteStartElement("text", Namespace);
        if (kind.Length > 0)
            svg.WriteAttributeString("class", kind);
        Attributes(svg, ("x", Number(x, "0.#")), ("y", $"{y}"));
        if (anchor is not null)
            svg.WriteAttributeString("text-anchor", anchor);
        svg.WriteString(text);
        svg.WriteEndElement();
    }

    private static void Shape(XmlWriter svg, string name, string kind, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        svg.WriteStartElement(name, Namespace);
        svg.WriteAttributeString("class", kind);
        Attributes(svg, attributes);
        svg.WriteEndElement();
    }

    private static void Element(XmlWriter svg, string name, string text) => svg.WriteElementString(name, Namespace, text);

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes)
            svg.WriteAttributeString(name, value);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
