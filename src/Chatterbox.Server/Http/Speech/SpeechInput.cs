using Chatterbox.Audio.Encoding;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Http.Speech;

/// <summary>What a client asked for, checked but for its voice.</summary>
/// <param name="Request">How to speak; its voice is still to be set.</param>
/// <param name="Format">The audio's form.</param>
/// <param name="Speed">1 for the model's own pace.</param>
/// <param name="Voice">The name of the voice; null for the default one.</param>
/// <param name="Ignored">Fields that the model's family makes no use of.</param>
internal sealed record SpeechInput(SynthesisRequest Request, EncodedFormat Format, double Speed, string? Voice, IReadOnlyList<string> Ignored);
