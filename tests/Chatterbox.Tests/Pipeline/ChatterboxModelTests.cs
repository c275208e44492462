using Chatterbox.Checkpoints;
using Chatterbox.Parity;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Parity;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Pipeline;

/// <summary>No voice is prepared here: what only that would need is checked all the same.</summary>
public sealed class ChatterboxModelTests : IDisposable
{
    private readonly ParityCase _case = ParityCases.Open("original-tiny");
    private readonly CheckpointSources _sources;
    private readonly CpuEngine _engine = new(threads: 1);

    public ChatterboxModelTests() => _sources = ParityCases.Checkpoint(_case);

    public void Dispose()
    {
        _engine.Dispose();
        _sources.Dispose();
        _case.Dispose();
    }

    [Theory]
    [InlineData("surplus.weight")]
    [InlineData("tfmr.layers.0.surplus")]
    [InlineData("flow.surplus")]
    [InlineData("mel2wav.surplus")]
    [InlineData("tokenizer.foo.bar")]
    [InlineData("speaker_encoder.head.surplus")]
    [InlineData("lstm.surplus")]
    public void A_tensor_too_many_is_refused_by_name(string name) =>
        Assert.Contains(name, Refusal(name, tensors => tensors[name] = new HostTensor(new Shape(1), [1])), StringComparison.Ordinal);

    [Theory]
    [InlineData("text_emb.weight")]
    [InlineData("flow.input_embedding.weight")]
    [InlineData("mel2wav.conv_pre.bias")]
    [InlineData("tokenizer.encoder.conv1.weight")]
    [InlineData("speaker_encoder.xvector.tdnn.linear.weight")]
    [InlineData("proj.weight")]
    public void A_missing_tensor_is_refused_by_name(string name) =>
        Assert.Contains($"'{name}'", Refusal(name, tensors => Assert.True(tensors.Remove(name))), StringComparison.Ordinal);

    [Theory]
    [InlineData("tokenizer.encoder.conv1.bias")]
    [InlineData("speaker_encoder.xvector.out_nonlinear.batchnorm.bias")]
    [InlineData("proj.bias")]
    public void A_tensor_of_another_shape_is_refused_by_name(string name) =>
        Assert.Contains($"'{name}' has the shape (7)", Refusal(name, tensors => tensors[name] = new HostTensor(new Shape(7), new float[7])), StringComparison.Ordinal);

    [Fact]
    public void Loading_that_was_given_up_beforehand_reads_nothing()
    {
        using var cancelling = new CancellingSource(_sources.T3, reads: 0);
        using CheckpointSources sources = _sources with { T3 = cancelling };
        Assert.Throws<OperationCanceledException>(() => ChatterboxModel.Load(_engine, sources, new CancellationToken(canceled: true)));
        Assert.Equal(0, cancelling.Reads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Loading_stops_at_the_tensor_at_hand_and_gives_the_memory_back(int reads)
    {
        using var cancelling = new CancellingSource(_sources.T3, reads);
        using CheckpointSources sources = _sources with { T3 = cancelling };
        var engine = new CpuEngine(threads: 1);
        Assert.Throws<OperationCanceledException>(() => ChatterboxModel.Load(engine, sources, cancelling.Token));
        Assert.Equal(reads, cancelling.Reads);
        engine.Dispose();
        Assert.Equal(0, engine.MemoryBytes);
    }

    private string Refusal(string name, Action<Dictionary<string, HostTensor>> change)
    {
        string part = name.Split('.')[0];
        using CheckpointSources changed = part switch
        {
            "lstm" or "proj" => _sources with { VoiceEncoder = Changed(_sources.VoiceEncoder, change) },
            "flow" or "mel2wav" or "tokenizer" or "speaker_encoder" => _sources with { S3Gen = Changed(_sources.S3Gen, change) },
            _ => _sources with { T3 = Changed(_sources.T3, change) },
        };
        return Assert.Throws<CheckpointException>(() => ChatterboxModel.Load(_engine, changed)).Message;
    }

    private static DictionarySource Changed(TensorSource source, Action<Dictionary<string, HostTensor>> change)
    {
        Dictionary<string, HostTensor> tensors = source.Names.ToDictionary(name => name, source.Read);
        change(tensors);
        return new DictionarySource(tensors);
    }
}
