using System.Globalization;
using System.Text;

namespace Chatterbox.Server.Operation;

/// <summary>Counts values in ranges, as Prometheus has it. May be shared by threads.</summary>
internal sealed class Histogram(string name, string help, double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>Counts a value.</summary>
    public void Observe(double value)
    {
        lock (_counts)
        {
            int i = Array.FindIndex(bounds, bound => value <= bound);
            _counts[i < 0 ? bounds.Length : i]++;
            _sum += value;
        }
    }

    /// <summary>Writes it in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        lock (_counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} histogram\n");
            long total = 0;
            for (int i = 0; i < bounds.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{bounds[i]}\"}} {total += _counts[i]}\n");
            total += _counts[^1];
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"+Inf\"}} {total}\n{name}_sum {_sum}\n{name}_count {total}\n");
        }
    }
}
