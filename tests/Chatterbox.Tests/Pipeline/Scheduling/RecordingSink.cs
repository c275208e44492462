using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;

namespace Chatterbox.Tests.Pipeline.Scheduling;

/// <summary>Keeps what a job gave, and can tell a test when.</summary>
internal sealed class RecordingSink : ISpeechSink
{
    private readonly List<float> _audio = [];

    public bool Ready { get; set; } = true;

    public Action<SynthesisProgress>? OnProgress { get; init; }

    public Action? OnSpoken { get; init; }

    public List<SpokenPiece> Pieces { get; } = [];

    public float[] Audio => [.. _audio];

    public SpeechReport? Report { get; private set; }

    public Exception? Failure { get; private set; }

    public int Ends { get; private set; }

    public void Progress(SynthesisProgress progress) => OnProgress?.Invoke(progress);

    public void Spoken(SpokenPiece piece, float[] audio)
    {
        Pieces.Add(piece);
        _audio.AddRange(audio);
        OnSpoken?.Invoke();
    }

    public void Completed(SpeechReport report) => (Report, Ends) = (report, Ends + 1);

    public void Failed(Exception reason) => (Failure, Ends) = (reason, Ends + 1);
}
