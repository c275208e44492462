using System.Globalization;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Speech;

/// <summary>A request that the engine has taken on.</summary>
/// <param name="Input">What was asked for.</param>
/// <param name="Voice">Who speaks.</param>
/// <param name="Plan">What is spoken.</param>
/// <param name="Model">What the model is called.</param>
/// <param name="IsDemonstration">Whether the model is only there to show the program at work.</param>
/// <param name="Position">Requests before it when it came.</param>
/// <param name="Estimate">How long those would probably take.</param>
/// <param name="Stream">Its audio.</param>
internal sealed record SpeechTicket(
    SpeechInput Input, ResolvedVoice? Voice, SpeechPlan Plan, string Model, bool IsDemonstration, int Position, TimeSpan Estimate, SpeechStream Stream) : IDisposable
{
    /// <summary>The headers that are known before the audio, or with its first piece.</summary>
    public void WriteHeaders(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers[HeaderNames.Seed] = Input.Request.Seed.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.Model] = Model;
        headers[HeaderNames.Voice] = Uri.EscapeDataString(Voice?.Name ?? "inline");
        headers[HeaderNames.QueuePosition] = Position.ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.QueueEstimate] = Number(Estimate.TotalSeconds);
        if (Voice is { TookAlias: true })
            headers[HeaderNames.VoiceAlias] = Uri.EscapeDataString(Input.Voice!);
        if (Input.Ignored.Count > 0)
            headers[HeaderNames.Ignored] = string.Join(", ", Input.Ignored);
        if (IsDemonstration)
            headers[HeaderNames.Notice] = $"{Model} is a small demonstration model; 'chatterbox download' fetches the published ones.";
        if (Stream.Repairs != PieceRepairs.None)
            headers[HeaderNames.Repairs] = Stream.Repairs.ToString();
        response.ContentType = null;
    }

    /// <summary>The headers that are known once all is spoken.</summary>
    public void WriteHeaders(HttpResponse response, SpeechReport report)
    {
        double seconds = (double)report.Samples / AudioFormat.SampleRate;
        response.Headers[HeaderNames.Duration] = Number(seconds / Input.Speed);
        response.Headers[HeaderNames.RealTimeFactor] = Number(report.Times.Values.Sum() / seconds);
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
