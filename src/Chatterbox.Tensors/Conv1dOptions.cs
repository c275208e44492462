namespace Chatterbox.Tensors;

/// <summary>How a 1-D convolution walks over time. Padding is with zeros.</summary>
/// <param name="Stride">Input frames per output frame.</param>
/// <param name="Dilation">Input frames between two taps.</param>
/// <param name="PadLeft">Zero frames before the first.</param>
/// <param name="PadRight">Zero frames after the last.</param>
public readonly record struct Conv1dOptions(int Stride = 1, int Dilation = 1, int PadLeft = 0, int PadRight = 0)
{
    /// <summary>Frames that come out for <paramref name="frames"/> that go in; none where the kernel does not fit.</summary>
    public int OutputFrames(int frames, int kernel)
    {
        int room = frames + PadLeft + PadRight - Dilation * (kernel - 1) - 1;
        return room < 0 ? 0 : room / Stride + 1;
    }

    /// <summary>The same padding on both sides.</summary>
    public static Conv1dOptions Padded(int padding, int stride = 1, int dilation = 1) => new(stride, dilation, padding, padding);

    /// <summary>All padding before the first frame, so that no output sees a later input.</summary>
    public static Conv1dOptions Causal(int kernel) => new(PadLeft: kernel - 1);
}
