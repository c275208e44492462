using System.Diagnostics.CodeAnalysis;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Speech;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Voices;

/// <summary>Makes voices of uploaded recordings.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing.")]
internal sealed class VoiceUploads(VoiceLibrary library, SpeechEngine engine, SpeechService service)
{
    private const int ConcurrentUploads = 4;

    // Taking recordings in holds a thread while they are decoded. The rest wait without one, so that other requests find one.
    private readonly SemaphoreSlim _taking = new(ConcurrentUploads);

    /// <summary>Makes a voice and prepares it at once, so that what is wrong with it is told to who sent it; then nothing stays behind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="language">Code of its language, or null.</param>
    /// <param name="files">Its recordings.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="EngineUnavailableException">There is no model now.</exception>
    /// <inheritdoc cref="VoiceLibrary.Create" path="/exception"/>
    public async Task<VoiceEntry> CreateAsync(string name, string? language, IReadOnlyList<IFormFile> files, CancellationToken cancellation)
    {
        ModelProfile model = engine.RequireProfile();
        Stream[] streams = [.. files.Select(file => file.OpenReadStream())];
        try
        {
            VoiceEntry voice = await TakeInAsync(() => library.Create(name, language, [.. files.Select((file, i) => (file.FileName, streams[i]))], model.Family, cancellation), cancellation);
            await PrepareAsync(voice, model, cancellation);
            return voice;
        }
        finally
        {
            foreach (Stream stream in streams)
                await stream.DisposeAsync();
        }
    }

    private async Task<VoiceEntry> TakeInAsync(Func<VoiceEntry> create, CancellationToken cancellation)
    {
        await _taking.WaitAsync(cancellation);
        try
        {
            return await Task.Run(create, cancellation);
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task PrepareAsync(VoiceEntry voice, ModelProfile model, CancellationToken cancellation)
    {
        try
        {
            await library.GetAsync(voice.Id, service.Preparation(model), cancellation);
        }
        catch
        {
            // Whatever it was: who sent the voice is told that it was not made, or has left.
            library.Delete(voice.Id);
            throw;
        }
    }
}
