namespace Chatterbox.Pipeline.Quality;

/// <summary>How far speech that was rendered otherwise is from the same speech tokens rendered by default.</summary>
/// <param name="Settings">How it was rendered.</param>
/// <param name="Mel">The distance of the flow's mel.</param>
/// <param name="Audio">The distance of the mel of the audio.</param>
public sealed record RenderingDistance(RenderingSettings Settings, LogMelDistance Mel, LogMelDistance Audio);
