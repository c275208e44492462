using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Text;

namespace Chatterbox.Pipeline;

/// <summary>
/// What there is to know of a model without its weights: enough to check a request, on any thread and while the model is not loaded.
/// </summary>
/// <param name="Family">Which kind of model it is.</param>
/// <param name="Card">What its folder says of itself.</param>
/// <param name="Text">The front end; null for a checkpoint without tokenizer files.</param>
/// <param name="Limits">What fits into T3.</param>
/// <param name="BuiltInVoice">The voice that came with it, or null.</param>
/// <param name="VoiceMark">See <see cref="PreparerMark"/>; empty for weights that are not in a folder.</param>
public sealed record ModelProfile(ModelFamily Family, ModelCard Card, TextFrontEnd? Text, T3Limits Limits, Voice? BuiltInVoice, string VoiceMark);
