using System.Collections.Frozen;

namespace Chatterbox.Text;

/// <summary>
/// The added tokens of the English and multilingual tokenizers that stand for sounds and manners of speech.
/// Their files mark these as special just like control tokens, so the names are listed here.
/// </summary>
internal static class ParalinguisticTags
{
    /// <summary>Ids 604 to 633 of the published tokenizers.</summary>
    public static FrozenSet<string> Names { get; } = new[]
    {
        "[UH]", "[UM]", "[giggle]", "[laughter]", "[guffaw]", "[inhale]", "[exhale]", "[sigh]", "[cry]", "[bark]",
        "[howl]", "[meow]", "[singing]", "[music]", "[whistle]", "[humming]", "[gasp]", "[groan]", "[whisper]", "[mumble]",
        "[sniff]", "[sneeze]", "[cough]", "[snore]", "[chew]", "[sip]", "[clear_throat]", "[kiss]", "[shhh]", "[gibberish]",
    }.ToFrozenSet(StringComparer.Ordinal);
}
