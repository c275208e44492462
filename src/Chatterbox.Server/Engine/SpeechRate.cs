namespace Chatterbox.Server.Engine;

/// <summary>How fast the engine has been lately, to tell how long a queue takes. Used by one thread at a time under the engine's lock.</summary>
internal sealed class SpeechRate
{
    private const double Weight = 0.2;
    private const double FirstGuess = 25;

    private double _tokensPerSecond = FirstGuess;

    /// <summary>Text tokens of requests that have not ended.</summary>
    public long Outstanding { get; private set; }

    /// <summary>Seconds that the requests at hand will probably take.</summary>
    public TimeSpan Wait => TimeSpan.FromSeconds(Outstanding / _tokensPerSecond);

    /// <summary>Counts a request in.</summary>
    public void Begin(int textTokens) => Outstanding += textTokens;

    /// <summary>Counts a request out that took so many seconds of the engine, alone or its share; null if it was not finished.</summary>
    public void End(int textTokens, double? seconds)
    {
        Outstanding -= textTokens;
        if (seconds is > 0)
            _tokensPerSecond += Weight * (textTokens / seconds.Value - _tokensPerSecond);
    }
}
