using Chatterbox.Audio;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>How voices are made for the model that is loaded.</summary>
/// <param name="Family">The model's family.</param>
/// <param name="Mark">Tells its preparing weights from others, see <see cref="Checkpoints.PreparerMark"/>.</param>
/// <param name="Prepare">Makes a voice of decoded recordings, wherever the engine runs.</param>
internal sealed record VoicePreparation(ModelFamily Family, string Mark, Func<IReadOnlyList<AudioClip>, CancellationToken, Task<Voice>> Prepare);
