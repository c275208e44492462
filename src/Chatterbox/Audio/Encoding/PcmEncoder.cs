using Chatterbox.Audio.Files;

namespace Chatterbox.Audio.Encoding;

/// <summary>16-bit integers, after a header or without one, made here.</summary>
internal sealed class PcmEncoder(Stream destination, ReadOnlyMemory<byte> header, long? knownSamples) : AudioEncoder(knownSamples)
{
    private const int BlockSamples = 8192;

    private readonly byte[] _block = new byte[BlockSamples * WavWriter.BytesPerSample(WavEncoding.Pcm16)];
    private ReadOnlyMemory<byte> _header = header;

    /// <inheritdoc/>
    private protected override async ValueTask EncodeSamplesAsync(ReadOnlyMemory<float> samples, CancellationToken cancellation)
    {
        await WriteHeaderAsync(cancellation).ConfigureAwait(false);
        for (int i = 0; i < samples.Length; i += BlockSamples)
        {
            ReadOnlyMemory<float> part = samples[i..Math.Min(i + BlockSamples, samples.Length)];
            WavWriter.Encode(part.Span, _block, WavEncoding.Pcm16);
            int bytes = part.Length * WavWriter.BytesPerSample(WavEncoding.Pcm16);
            await destination.WriteAsync(_block.AsMemory(0, bytes), cancellation).ConfigureAwait(false);
        }

        await destination.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override async ValueTask CompleteSamplesAsync(CancellationToken cancellation)
    {
        await WriteHeaderAsync(cancellation).ConfigureAwait(false);
        await destination.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;

    private async ValueTask WriteHeaderAsync(CancellationToken cancellation)
    {
        if (_header.IsEmpty)
            return;
        await destination.WriteAsync(_header, cancellation).ConfigureAwait(false);
        _header = default;
    }
}
