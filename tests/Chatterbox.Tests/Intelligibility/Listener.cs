using Xunit.Abstractions;

namespace Chatterbox.Tests.Intelligibility;

/// <summary>Has sentences spoken and counts the words that were not understood.</summary>
internal sealed class Listener(ITestOutputHelper output)
{
    private readonly SpeechRecognizer _recognizer = SpeechRecognizer.Find();

    /// <summary>The word error rate over all sentences; every sentence has a seed of its own, 1 for the first.</summary>
    /// <param name="sentences">What is to be said.</param>
    /// <param name="speak">Text and seed to 24 kHz mono samples.</param>
    public async Task<WordErrorRate> ListenAsync(IReadOnlyList<string> sentences, Func<string, ulong, Task<float[]>> speak)
    {
        WordErrorRate total = new(0, 0);
        for (int i = 0; i < sentences.Count; i++)
        {
            string heard = await _recognizer.HearAsync(await speak(sentences[i], (ulong)i + 1));
            WordErrorRate one = WordErrorRate.Of(sentences[i], heard);
            output.WriteLine($"{one.Errors,2}  {sentences[i]} -> {heard}");
            total += one;
        }

        output.WriteLine($"Speech, {sentences.Count} sentences, {total}");
        return total;
    }
}
