namespace Chatterbox.Audio.Encoding;

/// <summary>Ways in which encoding fails.</summary>
public enum EncodingFailure
{
    /// <summary>The program ffmpeg is needed and was not found or cannot be started.</summary>
    ProgramMissing,

    /// <summary>The program ended before its time or with an error, or wrote far more than the audio can be.</summary>
    ProgramFailed,

    /// <summary>The program neither took input nor gave output for too long; it was killed.</summary>
    ProgramStalled,
}
