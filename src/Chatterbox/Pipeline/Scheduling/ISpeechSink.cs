namespace Chatterbox.Pipeline.Scheduling;

/// <summary>
/// Where the speech of a request goes. Called on the engine's thread, so nothing here waits; exactly one of
/// <see cref="Completed"/> and <see cref="Failed"/> is the last call.
/// </summary>
public interface ISpeechSink
{
    /// <summary>Whether more audio is wanted now. While it is not, the request rests and others go on.</summary>
    bool Ready { get; }

    /// <summary>How far the work is.</summary>
    void Progress(SynthesisProgress progress);

    /// <summary>A piece is spoken; <paramref name="audio"/> is what follows the audio before it, pauses included.</summary>
    void Spoken(SpokenPiece piece, float[] audio);

    /// <summary>All of it is spoken.</summary>
    void Completed(SpeechReport report);

    /// <summary>The work ended early: cancelled, or something went wrong.</summary>
    void Failed(Exception reason);
}
