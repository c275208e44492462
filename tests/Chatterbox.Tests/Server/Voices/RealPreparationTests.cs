using Chatterbox.Checkpoints;
using Chatterbox.Parity;
using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>From an upload to what the reference recorded, by way of the folder.</summary>
public sealed class RealPreparationTests : IDisposable
{
    private const double Chained = 1e-3;
    private readonly LibraryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_uploaded_recording_becomes_the_references_voice()
    {
        using ParityCase parityCase = ParityCases.Open("original-tiny");
        using CheckpointSources sources = ParityCases.Checkpoint(parityCase);
        using CpuEngine engine = new(2);
        VoicePreparer preparer = new(engine, sources);
        VoicePreparation preparation = new(sources.Family, PreparerMark.Of(sources), (clips, cancellation) => Task.FromResult(preparer.Prepare(clips, cancellation)));
        string file = Speech.Path("other/BAC009S0764W0122.wav");
        using (FileStream content = File.OpenRead(file))
            _folder.Open().Create("Mandarin", "zh", [(file, content)], sources.Family);
        Voice prepared = await _folder.Open().GetAsync("mandarin", preparation);
        Voice loaded = await _folder.Open().GetAsync("mandarin", preparation with { Prepare = (_, _) => throw new InvalidOperationException("It is on disk.") });
        foreach (Voice voice in (Voice[])[prepared, loaded])
        {
            Assert.Equal(parityCase.Family, voice.Family);
            TensorAssert.Close("speaker_emb", parityCase.Get("ref/speaker_emb").Values, voice.SpeakerEmbedding, Chained);
            TensorAssert.Close("prompt_feat", parityCase.Get("ref/prompt_feat").Values, voice.Reference.PromptMel, Chained);
            Assert.Equal(parityCase.Ids("ref/t3_prompt_tokens"), voice.PromptSpeechTokens);
        }
    }
}
