using Chatterbox.Checkpoints.Generated;
using Chatterbox.Tensors;
using Chatterbox.Tensors.ShapeOnly;

namespace Chatterbox.Checkpoints;

/// <summary>The three weight files of a checkpoint, wherever they come from. The sources stay open until this is disposed.</summary>
/// <param name="Family">Which kind of model they are.</param>
/// <param name="T3">T3's tensors.</param>
/// <param name="S3Gen">S3Gen's tensors, its tokenizer's and speaker encoder's included.</param>
/// <param name="VoiceEncoder">The voice encoder's tensors.</param>
public sealed record CheckpointSources(ModelFamily Family, TensorSource T3, TensorSource S3Gen, TensorSource VoiceEncoder) : IDisposable
{
    /// <summary>The files of a generated checkpoint of <paramref name="family"/>.</summary>
    /// <exception cref="CheckpointException">The inventory lacks one of the family's files.</exception>
    public static CheckpointSources Of(GeneratedCheckpoint checkpoint, ModelFamily family)
    {
        FamilyFiles files = FamilyFiles.Of(family);
        return new CheckpointSources(
            family, checkpoint.Source(Present(files.T3)), checkpoint.Source(Present(files.S3Gen)), checkpoint.Source(FamilyFiles.VoiceEncoder));

        string Present(string[] names) => names.FirstOrDefault(checkpoint.Files.Contains) ?? names[0];
    }

    /// <summary>The same names and shapes without values; it needs no disposal, and lives no longer than this.</summary>
    internal CheckpointSources ShapesOnly() => new(Family, new ShapeOnlyView(T3), new ShapeOnlyView(S3Gen), new ShapeOnlyView(VoiceEncoder));

    /// <inheritdoc/>
    public void Dispose()
    {
        T3.Dispose();
        S3Gen.Dispose();
        VoiceEncoder.Dispose();
    }
}
