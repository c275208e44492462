using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Mel;
using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>The weights a case was recorded with: made again from its seed, or a folder with the real files.</summary>
public static class ParityCheckpoint
{
    /// <summary>
    /// Opens the case's weights; <paramref name="modelFolder"/> holds them where the case ran on a real checkpoint, T3's in the file
    /// <paramref name="t3"/>, or the one that the recorder noted, or else the family's first one.
    /// </summary>
    /// <exception cref="CheckpointException">The inventory or the folder is malformed or lacks a file.</exception>
    public static CheckpointSources Open(ParityCase parityCase, string? modelFolder, string? t3 = null)
    {
        if (modelFolder is not null)
            return CheckpointFolder.Open(modelFolder, parityCase.Family, t3 ?? parityCase.T3File).Sources;
        CheckpointInventory inventory = CheckpointInventory.Load(parityCase.InventoryPath);
        if (inventory.Files.Count == 0)
            throw new CheckpointException($"The case '{parityCase.Name}' was recorded on a real checkpoint: name its folder.");
        return CheckpointSources.Of(new GeneratedCheckpoint(inventory, (ulong)parityCase.Seed, Buffer), parityCase.Family);
    }

    /// <summary>The buffers of a checkpoint that are computed, not drawn: the S3 tokenizer's mel filters and window.</summary>
    /// <exception cref="CheckpointException">There is no such buffer, or it has another shape.</exception>
    public static float[] Buffer(string name, Shape shape)
    {
        float[] values = name switch
        {
            "tokenizer._mel_filters" => MelFilters(),
            "tokenizer.window" => [.. AnalysisWindow.Create(WindowFunction.PeriodicHann, MelConfig.ForS3Tokenizer().FftSize).Select(value => (float)value)],
            _ => throw new CheckpointException($"'{name}' is not a buffer that can be computed."),
        };
        return values.Length == shape.Count ? values : throw new CheckpointException($"'{name}' of shape {shape} has {values.Length} values.");
    }

    private static float[] MelFilters()
    {
        MelConfig config = MelConfig.ForS3Tokenizer();
        return [.. MelFilterbank.Slaney(config.SampleRate, config.FftSize, config.Bands, config.LowFrequency, config.HighFrequency).ToArray().Select(value => (float)value)];
    }
}
