using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>A signal over the whole utterance.</summary>
/// <param name="Frames">(1, mel frames * Rate + Extra, C)</param>
/// <param name="Rate">Frames to a mel frame.</param>
/// <param name="Extra">Frames after those of the last mel frame: a centred transform has one more.</param>
internal readonly record struct Track(Tensor Frames, int Rate, int Extra = 0);
