using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>A stretch of an utterance with the halo on both sides that its result depends on.</summary>
/// <param name="First">First mel frame, with the halo.</param>
/// <param name="End">Mel frame after the last, with the halo.</param>
internal readonly record struct Window(int First, int End)
{
    /// <summary>The part of a signal that lies in the window.</summary>
    public Tensor Cut(Track track) => track.Frames.Slice(1, First * track.Rate, (End - First) * track.Rate + track.Extra);
}
