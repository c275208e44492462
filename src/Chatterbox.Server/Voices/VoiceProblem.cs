namespace Chatterbox.Server.Voices;

/// <summary>Something in the folder of voices that was left out.</summary>
/// <param name="Item">Its name in the folder.</param>
/// <param name="Message">What is wrong with it and what to do.</param>
internal sealed record VoiceProblem(string Item, string Message);
