namespace Chatterbox.Models.Perth;

/// <summary>Rows of a time axis that is stretched to another number of frames, as torch.nn.functional.interpolate does it.</summary>
internal static class TimeStretch
{
    /// <summary>
    /// Some of the rows between the given ones, linearly, with the first and the last row where they were ("align_corners").
    /// </summary>
    /// <param name="rows">The rows as they are (frames, channels).</param>
    /// <param name="channels">Values per row.</param>
    /// <param name="frames">Frames of the whole stretched axis.</param>
    /// <param name="start">The first stretched frame wanted.</param>
    /// <param name="result">Receives the stretched rows (wanted, channels).</param>
    public static void Linear(ReadOnlySpan<float> rows, int channels, int frames, int start, Span<float> result)
    {
        int last = rows.Length / channels - 1;
        double step = frames > 1 ? (double)last / (frames - 1) : 0;
        for (int at = 0; at < result.Length; at += channels, start++)
        {
            double position = Math.Min(start * step, last);
            int index = (int)position;
            float share = (float)(position - index);
            ReadOnlySpan<float> low = rows.Slice(index * channels, channels);
            ReadOnlySpan<float> high = rows.Slice(Math.Min(index + 1, last) * channels, channels);
            Span<float> row = result.Slice(at, channels);
            for (int c = 0; c < row.Length; c++)
                row[c] = (1 - share) * low[c] + share * high[c];
        }
    }

    /// <summary>The frame that stands at <paramref name="index"/> when the axis is stretched by repeating or leaving out frames.</summary>
    public static int Nearest(int index, int from, int to) => (int)((long)index * from / to);
}
