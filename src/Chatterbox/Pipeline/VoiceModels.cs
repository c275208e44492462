using Chatterbox.Checkpoints;
using Chatterbox.Models.CampPlus;
using Chatterbox.Models.S3Tokenizer;
using Chatterbox.Models.VoiceEncoder;
using Chatterbox.Tensors;
using Chatterbox.Tensors.ShapeOnly;

namespace Chatterbox.Pipeline;

/// <summary>The three models that listen to a recording.</summary>
internal sealed class VoiceModels
{
    /// <summary>Loads the models.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, has another shape or is not known.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public VoiceModels(Engine engine, CheckpointSources sources, CancellationToken cancellation = default)
    {
        var voiceEncoder = new Weights(engine, cancellation, sources.VoiceEncoder);
        VoiceEncoder = new VoiceEncoderModel(voiceEncoder);
        voiceEncoder.VerifyAllUsed();
        var s3Gen = new Weights(engine, cancellation, sources.S3Gen);
        Tokenizer = new S3TokenizerModel(s3Gen.At("tokenizer"));
        CampPlus = new CampPlusModel(s3Gen.At("speaker_encoder"));
        s3Gen.VerifyAllUsed("flow.*", "mel2wav.*");
    }

    /// <summary>Who speaks, for T3.</summary>
    public VoiceEncoderModel VoiceEncoder { get; }

    /// <summary>What is said.</summary>
    public S3TokenizerModel Tokenizer { get; }

    /// <summary>Who speaks, for S3Gen.</summary>
    public CampPlusModel CampPlus { get; }

    /// <summary>Checks that the models could be loaded, by names and shapes; no value is read.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, has another shape or is not known.</exception>
    public static void Verify(CheckpointSources sources)
    {
        using var engine = new ShapeOnlyEngine();
        _ = new VoiceModels(engine, sources.ShapesOnly());
    }
}
