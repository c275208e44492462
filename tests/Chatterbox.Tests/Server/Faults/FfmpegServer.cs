using System.Runtime.Versioning;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A server whose ffmpeg works, hangs or dies as the tests say.</summary>
[SupportedOSPlatform("linux")]
public sealed class FfmpegServer : SharedServer
{
    private const string Mode = "mode";
    private const string Hanging = "hanging";

    private readonly FakeFfmpeg _ffmpeg = new($"case \"$(cat \"$FOLDER/{Mode}\")\" in hangs) echo $$ > \"$FOLDER/{Hanging}\"; exec sleep 600;; dies) kill -9 $$;; esac; exec \"$REAL\" \"$@\"");

    /// <summary>From now on it is the true program.</summary>
    internal void FfmpegWorks() => Set("works");

    /// <summary>From now on it neither reads nor writes nor ends.</summary>
    internal void FfmpegHangs()
    {
        File.Delete(_ffmpeg.PathOf(Hanging));
        Set("hangs");
    }

    /// <summary>Waits until one hangs and gives its process id. Until then what is started may still become what another mode says.</summary>
    internal Task<int> HangingAsync() => _ffmpeg.IdAsync(Hanging);

    /// <summary>From now on it is killed as soon as it starts.</summary>
    internal void FfmpegDies() => Set("dies");

    private protected override Task<ServeProcess> StartAsync()
    {
        FfmpegWorks();
        return Folder.StartAsync(new ServeLimits { Programs = _ffmpeg.SearchPath }, "--request-timeout-seconds", "8");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _ffmpeg.Dispose();
    }

    private void Set(string mode) => File.WriteAllText(_ffmpeg.PathOf(Mode), mode);
}
