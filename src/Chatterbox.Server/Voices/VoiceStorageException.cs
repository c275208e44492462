namespace Chatterbox.Server.Voices;

/// <summary>The folder of voices could not be read or written. Nothing has changed; the message has no paths, its cause has them.</summary>
internal sealed class VoiceStorageException : Exception
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    // errno of ENOSPC, and of EDQUOT on Linux and macOS; .NET passes them on as they are.
    private const int NoSpace = 28;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;

    // What .NET gives an IOException that comes from no system call, such as a stream that ends too early.
    private const int NotOfTheSystem = unchecked((int)0x80131620);

    /// <summary>Says what is wrong.</summary>
    public VoiceStorageException(string message)
        : base(message)
    {
    }

    private VoiceStorageException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Does file work, and turns the errors of the disk into this one.</summary>
    /// <param name="failure">What then has failed, as the beginning of a sentence: "The voice could not be stored".</param>
    /// <param name="work">Nothing in it may read from a client, whose stream has the same errors.</param>
    /// <exception cref="VoiceStorageException">The disk is full, or cannot be read or written.</exception>
    public static T Guard<T>(string failure, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException || IsFileTooLarge(error))
        {
            throw For(failure, error);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static void Guard(string failure, Action work) => Guard(failure, () =>
    {
        work();
        return true;
    });

    /// <summary>
    /// Whether an error that came while a client's stream was copied to the disk is one of the disk: those carry the system's number.
    /// </summary>
    public static bool IsOfTheDisk(Exception error) =>
        error is UnauthorizedAccessException || error is IOException { HResult: not NotOfTheSystem } || IsFileTooLarge(error);

    /// <summary>This error for one of the disk.</summary>
    /// <param name="failure">What has failed, as the beginning of a sentence.</param>
    /// <param name="error">Why.</param>
    public static VoiceStorageException For(string failure, Exception error) => new($"{failure}: {Reason(error)}.", error);

    private static string Reason(Exception error) =>
        error.HResult is WindowsDiskFull or WindowsHandleDiskFull or NoSpace or LinuxQuota or MacQuota || IsFileTooLarge(error)
            ? "the disk of the server is full"
            : "the server's folder of voices cannot be used";

    /// <summary>What .NET makes of EFBIG, the error of a process that may not write larger files (ulimit -f).</summary>
    private static bool IsFileTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };
}
