namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Gives the standard normal values that the flow starts from, frame after frame of mel bins, from frame
/// <paramref name="firstFrame"/> on. Frames are counted from the start of the prompt, and a frame's values depend on its number alone.
/// </summary>
public delegate void FlowNoise(int firstFrame, Span<float> values);
