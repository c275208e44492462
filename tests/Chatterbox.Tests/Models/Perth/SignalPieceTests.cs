using Chatterbox.Models.Perth;

namespace Chatterbox.Tests.Models.Perth;

public class SignalPieceTests
{
    [Theory]
    [InlineData(1025, 100, 23)]
    [InlineData(32_000, 10, 3)]
    [InlineData(32_001, 10, 3)]
    [InlineData(31_999, 10, 3)]
    [InlineData(32_000, 1, 23)]
    public void Pieces_keep_every_frame_and_sample_once(int samples, int frames, int context)
    {
        int nextFrame = 0, nextSample = 0;
        foreach (SignalPiece piece in SignalPiece.Cut(samples, frames, context))
        {
            Assert.Equal((nextFrame, nextSample), (piece.KeepFrom, piece.KeepSamples == 0 ? nextSample : piece.KeepSample));
            Assert.InRange(piece.KeepFrames, 1, frames);
            Assert.Equal(Math.Max(0, piece.KeepFrom - context), piece.FirstFrame);
            int end = piece.FirstSample + piece.Samples;
            Assert.True(end == samples || end >= (piece.KeepFrom + piece.KeepFrames - 1 + context) * 320);
            Assert.InRange(piece.KeepSample + piece.KeepSamples, 0, end);
            nextFrame += piece.KeepFrames;
            nextSample += piece.KeepSamples;
        }

        Assert.Equal((samples / 320 + 1, samples), (nextFrame, nextSample));
    }
}
