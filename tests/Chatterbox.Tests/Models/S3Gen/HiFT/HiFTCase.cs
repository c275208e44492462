using Chatterbox.Checkpoints.Generated;
using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Models.S3Gen.HiFT;

/// <summary>A recorded case with the vocoder's weights and an engine to build it on.</summary>
internal sealed class HiFTCase : IDisposable
{
    private readonly TensorSource _source;

    public HiFTCase(string name)
    {
        Recorded = ParityCase.Open(Repo.Path("parity_data", name));
        _source = name == "pico" ? SafetensorsFile.Open(Repo.Path("models", "pico", "s3gen.safetensors")) : Generated(Recorded);
        Weights = new Weights(Engine, _source).At("mel2wav");
    }

    /// <summary>The recorded run.</summary>
    public ParityCase Recorded { get; }

    /// <summary>The engine of the case.</summary>
    public CpuEngine Engine { get; } = new(2);

    /// <summary>Everything below mel2wav.</summary>
    public Weights Weights { get; }

    /// <summary>The recorded noise.</summary>
    public IHarmonicNoise Noise => new RecordedHarmonicNoise(Recorded.Get("noise/sine_phase"), Recorded.Get("noise/sine"));

    /// <summary>The recorded mel as (1, T, 80).</summary>
    public Tensor Mel()
    {
        HostTensor mel = Recorded.Get("flow/mel");
        return Engine.FromHost(TensorAssert.Transpose(mel.Values, 1, mel.Shape[1], mel.Shape[2]), new Shape(1, mel.Shape[2], mel.Shape[1]));
    }

    public void Dispose()
    {
        Engine.Dispose();
        _source.Dispose();
        Recorded.Dispose();
    }

    private static GeneratedSource Generated(ParityCase recorded)
    {
        CheckpointInventory inventory = CheckpointInventory.Load(recorded.InventoryPath);
        string file = inventory.Files.Keys.Single(name => name.StartsWith("s3gen", StringComparison.Ordinal));
        GeneratedCheckpoint checkpoint = new(inventory, (ulong)recorded.Seed, (name, _) => throw new InvalidOperationException(name));
        return checkpoint.Source(file);
    }
}
