using Chatterbox.Checkpoints;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Models.T3;
using Chatterbox.Tensors;
using Chatterbox.Tensors.ShapeOnly;
using Chatterbox.Text;

namespace Chatterbox.Pipeline;

/// <summary>A loaded checkpoint: everything that turns text into speech. Used, like its engine, by one thread at a time.</summary>
public sealed class ChatterboxModel : IDisposable
{
    private readonly CheckpointSources _sources;
    private readonly List<ModelPart> _parts = [];
    private VoicePreparer? _preparer;

    private ChatterboxModel(Engine engine, CheckpointSources sources, ModelCard card, Task<TextFrontEnd?> textReading, Voice? builtInVoice, string voiceMark, CancellationToken cancellation)
    {
        (Engine, _sources) = (engine, sources);
        VoiceModels.Verify(sources);
        T3 = Part("T3", () => new T3Model(new Weights(engine, cancellation, sources.T3)));
        TextFrontEnd? text = textReading.GetAwaiter().GetResult();
        if (text is not null && text.Tokenizer.VocabularySize > T3.TextVocabulary)
            throw new CheckpointException($"{sources.T3.Origin} knows {T3.TextVocabulary} text tokens, but the tokenizer has {text.Tokenizer.VocabularySize}: they are of different models.");
        var s3Gen = new Weights(engine, cancellation, sources.S3Gen);
        if (Family is ModelFamily.Turbo or ModelFamily.Nano)
            s3Gen.Expect("flow.decoder.estimator.time_embed_mixer.weight");
        Flow = Part("flow", () => new FlowMatching(s3Gen.At("flow")));
        Vocoder = Part("vocoder", () => new Vocoder(s3Gen));
        s3Gen.VerifyAllUsed("tokenizer.*", "speaker_encoder.*");
        Profile = new ModelProfile(sources.Family, card, text, T3.Limits, builtInVoice, voiceMark);
    }

    /// <summary>What it runs on.</summary>
    public Engine Engine { get; }

    /// <summary>Which kind of model it is.</summary>
    public ModelFamily Family => _sources.Family;

    /// <summary>What there is to know without the weights.</summary>
    public ModelProfile Profile { get; }

    /// <summary>The voice that came with the checkpoint, or null.</summary>
    public Voice? BuiltInVoice => Profile.BuiltInVoice;

    /// <summary>What is loaded, and the memory that it takes.</summary>
    public IReadOnlyList<ModelPart> Parts => _parts;

    /// <summary>Text to speech tokens.</summary>
    public T3Model T3 { get; }

    /// <summary>Speech tokens to mel.</summary>
    public FlowMatching Flow { get; }

    /// <summary>Mel to audio.</summary>
    public Vocoder Vocoder { get; }

    /// <summary>Loads a model folder.</summary>
    /// <exception cref="CheckpointException">Files are missing or malformed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static ChatterboxModel Load(Engine engine, CheckpointFolder folder, CancellationToken cancellation = default)
    {
        string path = Path.GetDirectoryName(folder.Paths.T3)!;
        Voice? voice = folder.LoadVoice() is { } conditionals ? Voice.From(conditionals, folder.Family) : null;

        // The tokenizer's tables are read while the first weights are packed.
        Task<TextFrontEnd?> text = Task.Run<TextFrontEnd?>(() => TextFrontEnd.For(folder.Family, path), cancellation);
        return new ChatterboxModel(engine, folder.Sources, ModelCard.Read(path), text, voice, PreparerMark.Of(folder.Sources), cancellation);
    }

    /// <summary>Loads weights alone, as bench does with a generated checkpoint; it cannot read text.</summary>
    /// <exception cref="CheckpointException">The weights are malformed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static ChatterboxModel Load(Engine engine, CheckpointSources sources, CancellationToken cancellation = default) =>
        new(engine, sources, new ModelCard(), Task.FromResult<TextFrontEnd?>(null), null, "", cancellation);

    /// <summary>Checks that a model could be loaded, by names and shapes; no value is read.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, has another shape or is not known, or the tokenizer knows more text.</exception>
    public static void Verify(CheckpointSources sources, TextFrontEnd text)
    {
        using var engine = new ShapeOnlyEngine();
        _ = new ChatterboxModel(engine, sources.ShapesOnly(), new ModelCard(), Task.FromResult<TextFrontEnd?>(text), null, "", CancellationToken.None);
    }

    /// <summary>Makes voices. Its models are loaded at the first use, since a prepared voice needs none of them.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up while they were loaded.</exception>
    public VoicePreparer LoadVoicePreparer(CancellationToken cancellation = default) =>
        _preparer ??= Part("voice models", () => new VoicePreparer(Engine, _sources, cancellation));

    /// <inheritdoc/>
    public void Dispose() => _sources.Dispose();

    private T Part<T>(string name, Func<T> load)
    {
        long before = Engine.WeightBytes;
        T part = load();
        _parts.Add(new ModelPart(name, Engine.WeightBytes - before));
        return part;
    }
}
