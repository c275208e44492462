using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using Chatterbox.Audio.Ffmpeg;

namespace Chatterbox.Audio.Encoding;

/// <summary>
/// Sends floats to a running ffmpeg and, at the same time, what it makes of them to the destination. Two things run: the caller's
/// writing into ffmpeg's input, and the carrying of its output. When the destination is slow the output fills up, then the input, and
/// then the caller waits; that wait is not ffmpeg's fault and is bounded by the caller's token only.
/// </summary>
internal sealed class FfmpegEncoder : AudioEncoder
{
    private const int BlockSamples = 4096;
    private const int OutputBlockBytes = 32 << 10;

    /// <summary>No format has more bytes for a sample than it has as a float, but for headers and the padding of codecs.</summary>
    private const long MaxExtraBytes = 64 << 10;

    /// <summary>How long a program that has closed its pipes may take to end, and a killed one and all that waits for it.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly FfmpegProcess _process;
    private readonly Stream _destination;
    private readonly EncoderSettings _settings;
    private readonly StallClock _clock;
    private readonly Lock _gate = new();
    private readonly byte[] _block = new byte[BlockSamples * sizeof(float)];
    private readonly Task<int> _exit;
    private readonly Task _carrying;
    private Task _feeding = Task.CompletedTask;
    private Task? _release;
    private ReadOnlyMemory<byte> _header;
    private ExceptionDispatchInfo? _refusal;
    private volatile bool _overflowed;
    private long _samples;
    private long _outputBytes;

    /// <summary>Takes over a program that was just started.</summary>
    /// <param name="process">It reads floats and writes the format.</param>
    /// <param name="destination">Gets the bytes; stays open.</param>
    /// <param name="header">What comes before the program's first byte; may be empty.</param>
    /// <param name="settings">The settings for which the program was started.</param>
    public FfmpegEncoder(FfmpegProcess process, Stream destination, ReadOnlyMemory<byte> header, EncoderSettings settings)
        : base(settings.KnownSamples)
    {
        _process = process;
        _destination = destination;
        _header = header;
        _settings = settings;
        _clock = new StallClock(settings.StallTimeout);
        _exit = process.WaitForExitAsync();
        _carrying = CarryAsync();
    }

    /// <inheritdoc/>
    private protected override async ValueTask EncodeSamplesAsync(ReadOnlyMemory<float> samples, CancellationToken cancellation)
    {
        for (int i = 0; i < samples.Length; i += BlockSamples)
        {
            ReadOnlyMemory<float> part = samples[i..Math.Min(i + BlockSamples, samples.Length)];
            Interlocked.Add(ref _samples, part.Length);
            ToBytes(part.Span, _block);
            Task<bool> feeding = FeedAsync(_block.AsMemory(0, part.Length * sizeof(float)));
            _feeding = feeding;
            await WatchAsync(feeding, cancellation).ConfigureAwait(false);
            if (!await feeding.ConfigureAwait(false))
                throw await FailureAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    private protected override async ValueTask CompleteSamplesAsync(CancellationToken cancellation)
    {
        if (_settings.Speed != 1 && _samples > 0)
            await EncodeSamplesAsync(new float[FfmpegArguments.TempoTail(_settings)], cancellation).ConfigureAwait(false);
        await _process.Input.DisposeAsync().ConfigureAwait(false);
        await WatchAsync(_carrying, cancellation).ConfigureAwait(false);
        bool carried = _refusal is null && !_overflowed;
        if (carried)
            await WatchAsync(_exit, cancellation).ConfigureAwait(false);
        if (!carried || await _exit.ConfigureAwait(false) != 0 || (_samples > 0 && _outputBytes == 0))
            throw await FailureAsync(cancellation).ConfigureAwait(false);
        if (_header.IsEmpty)
            return;
        await _destination.WriteAsync(TakeHeader(), cancellation).ConfigureAwait(false);
        await _destination.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    private protected override ValueTask ReleaseAsync()
    {
        lock (_gate)
            return new ValueTask(_release ??= EndAsync());
    }

    /// <summary>The samples as little-endian floats that no filter or codec stumbles over.</summary>
    private static void ToBytes(ReadOnlySpan<float> samples, Span<byte> target)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            float sample = float.IsNaN(samples[i]) ? 0 : Math.Clamp(samples[i], -1, 1);
            BinaryPrimitives.WriteSingleLittleEndian(target[(i * sizeof(float))..], sample);
        }
    }

    /// <summary>Writes into the program's input; false if it takes no more, or if all was stopped.</summary>
    private async Task<bool> FeedAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _process.Input.WriteAsync(bytes, Stopped).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Carries the program's output to the destination until one of them ends. Never throws: what the destination throws is kept,
    /// and ends the program, so that whoever waits for the program wakes up and finds it.
    /// </summary>
    private async Task CarryAsync()
    {
        var buffer = new byte[OutputBlockBytes];
        while (await ReadOutputAsync(buffer).ConfigureAwait(false) is > 0 and int read)
        {
            _clock.Restart();
            _outputBytes += read;
            double most = Interlocked.Read(ref _samples) * sizeof(float) / Math.Min(_settings.Speed, 1) + MaxExtraBytes;
            _overflowed = _outputBytes > most;
            if (_overflowed || !await DeliverAsync(buffer.AsMemory(0, read)).ConfigureAwait(false))
            {
                _process.Kill();
                return;
            }
        }
    }

    /// <summary>The next bytes of the program's output; 0 when it has ended or all was stopped.</summary>
    private async ValueTask<int> ReadOutputAsync(Memory<byte> buffer)
    {
        try
        {
            return await _process.Output.ReadAsync(buffer, Stopped).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return 0;
        }
    }

    private async ValueTask<bool> DeliverAsync(ReadOnlyMemory<byte> bytes)
    {
        _clock.Pause();
        try
        {
            if (!_header.IsEmpty)
                await _destination.WriteAsync(TakeHeader(), Stopped).ConfigureAwait(false);
            await _destination.WriteAsync(bytes, Stopped).ConfigureAwait(false);
            await _destination.FlushAsync(Stopped).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            _refusal = ExceptionDispatchInfo.Capture(exception);
            return false;
        }
        finally
        {
            _clock.Resume();
        }
    }

    private ReadOnlyMemory<byte> TakeHeader()
    {
        ReadOnlyMemory<byte> header = _header;
        _header = default;
        return header;
    }

    /// <summary>Waits for something that the program must do.</summary>
    /// <exception cref="AudioEncodingException">It stalled.</exception>
    private async Task WatchAsync(Task operation, CancellationToken cancellation)
    {
        _clock.Restart();
        while (true)
        {
            TimeSpan left = _clock.Left;
            if (left <= TimeSpan.Zero)
                throw new AudioEncodingException(
                    EncodingFailure.ProgramStalled,
                    $"ffmpeg did nothing for {_settings.StallTimeout.TotalSeconds:0.#} seconds while encoding and was stopped. Try again.");
            try
            {
                await operation.WaitAsync(left, cancellation).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                // There may have been a sign of life meanwhile.
            }
        }
    }

    /// <summary>Why the program takes no more input or did not end well.</summary>
    private async Task<Exception> FailureAsync(CancellationToken cancellation)
    {
        // It may be just about to say why and to end.
        await Task.WhenAll(_carrying, _exit).WaitAsync(EndPatience, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        _refusal?.Throw();
        if (_overflowed)
            return new AudioEncodingException(
                EncodingFailure.ProgramFailed, $"ffmpeg wrote {_outputBytes} bytes, more than the audio can be, and was stopped.");
        string end = _exit.IsCompletedSuccessfully ? $"ended with code {await _exit.ConfigureAwait(false)}" : "took no more input";
        string message = await _process.MessageAsync(EndPatience).ConfigureAwait(false);
        return new AudioEncodingException(
            EncodingFailure.ProgramFailed,
            $"ffmpeg {end} before all of the audio was encoded. It says: {(message.Length == 0 ? "nothing" : message)}");
    }

    /// <summary>Kills the program if it still runs, waits until it was reaped and nobody uses its pipes any more, and frees them.</summary>
    private async Task EndAsync()
    {
        _process.Kill();
        // Only a destination that does not heed its token can hold this up.
        await Task.WhenAll(_exit, _carrying, _feeding).WaitAsync(EndPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
    }
}
