using System.Text;
using Chatterbox.Server.Operation;

namespace Chatterbox.Tests.Server.Operation;

public sealed class HistogramTests
{
    [Fact]
    public void Each_range_holds_those_below_it_too()
    {
        var histogram = new Histogram("seconds", "Time.", [0.5, 2]);
        foreach (double value in (double[])[0.25, 0.5, 1, 8])
            histogram.Observe(value);
        var text = new StringBuilder();
        histogram.Write(text);
        Assert.Equal(
            "# HELP seconds Time.\n# TYPE seconds histogram\nseconds_bucket{le=\"0.5\"} 2\nseconds_bucket{le=\"2\"} 3\nseconds_bucket{le=\"+Inf\"} 4\nseconds_sum 9.75\nseconds_count 4\n",
            text.ToString());
    }
}
