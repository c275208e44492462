namespace Chatterbox.Server.Commands;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use, or input that cannot be worked with.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by the user.</summary>
    public const int Cancelled = 130;
}
