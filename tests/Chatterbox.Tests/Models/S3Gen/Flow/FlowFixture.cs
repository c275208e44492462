using Chatterbox.Checkpoints.Generated;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

/// <summary>The flow of a recorded case on its checkpoint, with the case's inputs.</summary>
internal sealed class FlowFixture : IDisposable
{
    private const string Pico = "pico";

    private readonly TensorSource _checkpoint;

    public FlowFixture(string name)
    {
        Case = ParityCase.Open(Repo.Path("parity_data", name));
        bool meanFlow = Case.Family is ModelFamily.Turbo or ModelFamily.Nano;
        _checkpoint = name == Pico
            ? SafetensorsFile.Open(Repo.Path("models", Pico, "s3gen.safetensors"))
            : new GeneratedCheckpoint(CheckpointInventory.Load(Case.InventoryPath), (ulong)Case.Seed, NotNeeded)
                .Source(meanFlow ? "s3gen_meanflow.safetensors" : "s3gen.safetensors");
        Weights = new Weights(Engine, _checkpoint).At("flow");
        Model = new FlowMatching(Weights);
        Reference = new FlowReference(
            Case.Ids("ref/prompt_token"), Case.Get("ref/prompt_feat").Values.ToArray(), Case.Get("ref/embedding").Values.ToArray());
        SpeechTokens = Case.Ids("flow/speech_tokens");
    }

    /// <summary>The recorded case.</summary>
    public ParityCase Case { get; }

    /// <summary>The engine of the model.</summary>
    public CpuEngine Engine { get; } = new();

    /// <summary>The place of the flow in the checkpoint.</summary>
    public Weights Weights { get; }

    /// <summary>The model under test.</summary>
    public FlowMatching Model { get; }

    /// <summary>The recorded voice.</summary>
    public FlowReference Reference { get; }

    /// <summary>The recorded tokens.</summary>
    public int[] SpeechTokens { get; }

    /// <summary>The recorded noise; in the mean-flow families the generated frames were drawn apart.</summary>
    public void RecordedNoise(int firstFrame, Span<float> values)
    {
        float[] noise = BinsLast("noise/flow");
        if (Case.Has("noise/flow_generated"))
        {
            float[] tail = BinsLast("noise/flow_generated");
            tail.CopyTo(noise.AsSpan(noise.Length - tail.Length));
        }

        noise.AsSpan(firstFrame * FlowReference.MelBins, values.Length).CopyTo(values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Engine.Dispose();
        _checkpoint.Dispose();
        Case.Dispose();
    }

    private static float[] NotNeeded(string name, Shape shape) =>
        throw new InvalidOperationException($"The flow does not read '{name}'.");

    private float[] BinsLast(string name)
    {
        HostTensor tensor = Case.Get(name);
        return TensorAssert.Transpose(tensor.Values, 1, tensor.Shape[1], tensor.Shape[2]);
    }
}
