namespace Chatterbox.Audio.Fft;

/// <summary>How a signal is cut into overlapping frames.</summary>
public sealed class Framing
{
    private readonly EdgePadding _edges;
    private readonly int _firstStart; // sample at which frame 0 starts
    private readonly bool _kaldiCount;

    private Framing(int length, int hop, EdgePadding edges, int firstStart, bool kaldiCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hop, 1);
        (Length, Hop, _edges, _firstStart, _kaldiCount) = (length, hop, edges, firstStart, kaldiCount);
    }

    /// <summary>Samples per frame.</summary>
    public int Length { get; }

    /// <summary>Samples from one frame's start to the next one's.</summary>
    public int Hop { get; }

    /// <summary>Only frames that lie fully inside the signal (Kaldi's snip_edges).</summary>
    public static Framing Inside(int length, int hop) => new(length, hop, EdgePadding.Zero, 0, false);

    /// <summary>Frames inside the signal extended by <paramref name="padding"/> samples at each end.</summary>
    public static Framing Padded(int length, int hop, int padding, EdgePadding edges)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        return new Framing(length, hop, edges, -padding, false);
    }

    /// <summary>Frames centred on their share of the signal, mirrored at the edges (Kaldi without snip_edges).</summary>
    public static Framing Centred(int length, int hop) =>
        new(length, hop, EdgePadding.Symmetric, hop / 2 - length / 2, true);

    /// <summary>Frames in a signal of <paramref name="samples"/> samples.</summary>
    /// <exception cref="SignalTooShortException">There is no frame, or too little signal to mirror.</exception>
    public int FrameCount(int samples)
    {
        int required = MinimumSamples(1);
        if (samples < required)
            throw new SignalTooShortException(samples, required);
        return _kaldiCount ? (int)((samples + Hop / 2L) / Hop) : (int)(1 + (samples - 2L * _firstStart - Length) / Hop);
    }

    /// <summary>The shortest signal with <paramref name="frames"/> frames.</summary>
    public int MinimumSamples(int frames)
    {
        if (_kaldiCount)
            return frames * Hop - Hop / 2;
        int mirrored = _edges == EdgePadding.Reflect ? 1 - _firstStart : 1;
        return Math.Max(mirrored, (frames - 1) * Hop + Length + 2 * _firstStart);
    }

    /// <summary>Copies frame <paramref name="index"/> of the signal to <paramref name="frame"/> (Length).</summary>
    /// <exception cref="SignalTooShortException">There is no frame, or too little signal to mirror.</exception>
    public void Copy(ReadOnlySpan<float> signal, int index, Span<double> frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, FrameCount(signal.Length));
        long start = _firstStart + (long)index * Hop;
        if (start >= 0 && start + Length <= signal.Length)
        {
            ReadOnlySpan<float> inside = signal.Slice((int)start, Length);
            for (int i = 0; i < inside.Length; i++)
                frame[i] = inside[i];
        }
        else
        {
            for (int i = 0; i < Length; i++)
                frame[i] = SampleAt(signal, start + i);
        }
    }

    private float SampleAt(ReadOnlySpan<float> signal, long index)
    {
        while (index < 0 || index >= signal.Length)
        {
            if (_edges == EdgePadding.Zero)
                return 0;
            int repeated = _edges == EdgePadding.Symmetric ? 1 : 0;
            index = index < 0 ? -index - repeated : 2L * (signal.Length - 1) - index + repeated;
        }
        return signal[(int)index];
    }
}
