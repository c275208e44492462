namespace Chatterbox.Models.VoiceEncoder;

/// <summary>
/// How a mel is cut into overlapping windows, the partial utterances. Port of get_frame_step and get_num_wins in
/// models/voice_encoder/voice_encoder.py with its defaults: rate 1.3 and a least coverage of 0.8.
/// </summary>
public static class PartialWindows
{
    /// <summary>Frames of a window.</summary>
    public const int Length = 160;

    /// <summary>Frames from one window's start to the next: round(16000 / 1.3 / 160).</summary>
    public const int Step = 77;

    // A last window that is not full is taken if the mel covers 0.8 of it.
    private const int LeastCovered = Length * 4 / 5;

    /// <summary>Windows over a mel of <paramref name="frames"/> frames, at least one; the last may reach beyond the end.</summary>
    public static int Count(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        (int windows, int rest) = Math.DivRem(Math.Max(frames - Length + Step, 0), Step);
        return windows == 0 || rest + Length - Step >= LeastCovered ? windows + 1 : windows;
    }

    /// <summary>
    /// Copies window <paramref name="index"/> of a mel (frames, bins), in <paramref name="mel"/>, to
    /// <paramref name="destination"/> (<see cref="Length"/>, bins); zeros stand for what lies beyond the end.
    /// </summary>
    public static void Copy(ReadOnlySpan<float> mel, int bins, int index, Span<float> destination)
    {
        int start = index * Step * bins;
        int length = Math.Min(destination.Length, mel.Length - start);
        mel.Slice(start, length).CopyTo(destination);
        destination[length..].Clear();
    }
}
