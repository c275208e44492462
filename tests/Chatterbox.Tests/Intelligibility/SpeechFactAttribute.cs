namespace Chatterbox.Tests.Intelligibility;

/// <summary>
/// A test that needs the speech recognizer: skipped with a reason where the program is missing, except in continuous
/// integration, where it then fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpeechFactAttribute : FactAttribute
{
    public SpeechFactAttribute()
    {
        if (!ContinuousIntegration.IsOn && !SpeechRecognizer.IsInstalled)
            Skip = "The speech recognizer is missing: apt-get install pocketsphinx pocketsphinx-en-us";
    }
}
