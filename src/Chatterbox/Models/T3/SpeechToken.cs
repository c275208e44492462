namespace Chatterbox.Models.T3;

/// <summary>Ids of the speech vocabulary that mean something beside sound. From the reference's t3_config.py and s3gen/const.py.</summary>
public static class SpeechToken
{
    /// <summary>Ids below this are sounds.</summary>
    public const int Count = 6561;

    /// <summary>Begins speech.</summary>
    public const int Start = 6561;

    /// <summary>Ends speech.</summary>
    public const int Stop = 6562;

    /// <summary>Tokens to a second of audio.</summary>
    public const int PerSecond = 25;
}
