using Chatterbox.Audio.Encoding;
using Chatterbox.Audio.Files;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Http.Speech;

/// <summary>
/// Answers with audio: whole, with all headers, or as it is made. Whatever stops the work stops the writing too, so that a client
/// that takes nothing keeps nothing.
/// </summary>
internal sealed class SpeechResponder(AudioEncoders encoders)
{
    /// <summary>Sends the audio when all of it is there: its length is true, and the headers tell how it was made.</summary>
    public async Task SendWholeAsync(HttpContext context, SpeechTicket ticket)
    {
        SpeechInput input = ticket.Input;
        CancellationToken cancellation = ticket.Stream.Stopped;
        using var body = new MemoryStream();

        // The samples of a WAV file are encoded as they come; its header, with their number, is made at the end.
        bool isWav = input.Format == EncodedFormat.Wav;
        await EncodeAsync(ticket, isWav ? EncodedFormat.Pcm : input.Format, body, ticket.Stream.ReadAsync(cancellation), cancellation);
        byte[] header = isWav ? WavWriter.Header(AudioFormat.SampleRate, WavEncoding.Pcm16, (uint)body.Length) : [];
        HttpResponse response = context.Response;
        ticket.WriteHeaders(response);
        ticket.WriteHeaders(response, await ticket.Stream.Report);
        response.ContentType = input.Format.ContentType();
        response.Headers.ContentDisposition = $"attachment; filename=speech{input.Format.FileExtension()}";
        response.ContentLength = header.Length + body.Length;
        await response.Body.WriteAsync(header, cancellation);
        await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), cancellation);
    }

    /// <summary>Sends the audio as it is made. The status is decided by the first piece; a later failure breaks the connection off.</summary>
    public async Task SendStreamedAsync(HttpContext context, SpeechTicket ticket)
    {
        IAsyncEnumerable<float[]> audio = await FirstAsync(ticket);
        ticket.WriteHeaders(context.Response);
        context.Response.ContentType = ticket.Input.Format.ContentType();
        await EncodeAsync(ticket, ticket.Input.Format, context.Response.Body, audio, ticket.Stream.Stopped);
    }

    /// <summary>Sends the audio as server-sent events with OpenAI's names: deltas of base64, then the usage.</summary>
    public async Task SendEventsAsync(HttpContext context, SpeechTicket ticket)
    {
        IAsyncEnumerable<float[]> audio = await FirstAsync(ticket);
        ticket.WriteHeaders(context.Response);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await using var events = new AudioEventStream(context.Response.Body);
        await EncodeAsync(ticket, ticket.Input.Format, events, audio, ticket.Stream.Stopped);
        SpeechReport report = await ticket.Stream.Report;
        await events.WriteDoneAsync(ticket.Plan.TextTokens, report.Tokens, ticket.Stream.Stopped);
    }

    private async Task EncodeAsync(SpeechTicket ticket, EncodedFormat format, Stream body, IAsyncEnumerable<float[]> audio, CancellationToken cancellation)
    {
        await using AudioEncoder encoder = encoders.Create(format, body, new EncoderSettings { Speed = ticket.Input.Speed });
        await foreach (float[] samples in audio.WithCancellation(cancellation))
            await encoder.WriteAsync(samples, cancellation);
        await encoder.FinishAsync(cancellation);
    }

    /// <summary>The audio, once its first piece is there or the work has failed.</summary>
    private static async Task<IAsyncEnumerable<float[]>> FirstAsync(SpeechTicket ticket)
    {
        IAsyncEnumerator<float[]> audio = ticket.Stream.ReadAsync(ticket.Stream.Stopped).GetAsyncEnumerator();
        bool any = await audio.MoveNextAsync();
        return Rest();

        async IAsyncEnumerable<float[]> Rest()
        {
            await using (audio)
            {
                for (; any; any = await audio.MoveNextAsync())
                    yield return audio.Current;
            }
        }
    }
}
