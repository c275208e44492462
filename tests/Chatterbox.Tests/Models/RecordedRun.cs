using Chatterbox.Audio.Mel;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Models;

/// <summary>A case of parity_data with its checkpoint and an engine that compares what a model shows with what was recorded.</summary>
internal sealed class RecordedRun : IDisposable
{
    /// <summary>The bound of a replayed tensor, relative L2.</summary>
    public const double Bound = 1e-4;

    private const string TrainedCase = "pico";

    private readonly ParityCase _case;
    private readonly ParityReport _report = new();
    private readonly List<TensorSource> _files = [];

    public RecordedRun(string name)
    {
        _case = ParityCase.Open(Repo.Path("parity_data", name));
        Engine.Probe = new ParityProbe(_case, _report, _ => Bound);
    }

    /// <summary>The cases that are small enough for every run of the tests.</summary>
    public static TheoryData<string> SmallCases =>
        ["original-tiny", "turbo-tiny", "original-tiny-long", "multilingual-tiny-fr", "multilingual-tiny-ko", "nano-tiny", TrainedCase];

    public CpuEngine Engine { get; } = new();

    /// <summary>The weights of the file whose name starts with <paramref name="start"/>.</summary>
    public Weights Weights(string start)
    {
        TensorSource file = OpenFile(start);
        _files.Add(file);
        return new Weights(Engine, file);
    }

    /// <summary>A recorded mel; most are (bins, frames) as in PyTorch.</summary>
    public MelSpectrogram Mel(string name, bool timeFirst = false)
    {
        HostTensor mel = _case.Get(name);
        int rows = mel.Shape[mel.Shape.Rank - 2], columns = mel.Shape.Last;
        return timeFirst
            ? new MelSpectrogram(rows, columns, mel.Values.ToArray())
            : new MelSpectrogram(columns, rows, Transpose.Of(mel.Values, rows, columns));
    }

    /// <summary>Recorded values.</summary>
    public float[] Floats(string name) => _case.Get(name).Values.ToArray();

    /// <summary>Recorded ids.</summary>
    public int[] Ids(string name) => _case.Ids(name);

    /// <summary>Fails unless every tensor recorded under <paramref name="prefix"/>, but ids, was seen within its bound.</summary>
    public void AssertAllSeen(string prefix)
    {
        string[] recorded = [.. _case.Tensors.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && _case.Tensors.Entry(name).Dtype == Dtype.F32)];
        Assert.Equal(recorded.Order(), _report.Lines.Select(line => line.Name).Order());
        Assert.All(_report.Lines, line => Assert.True(line.Passed, $"{_case.Name} {line.Name}: error {line.Error:e2}; {line.Detail}"));
    }

    public void Dispose()
    {
        Engine.Dispose();
        _case.Dispose();
        foreach (TensorSource file in _files)
            file.Dispose();
    }

    private TensorSource OpenFile(string start)
    {
        if (_case.Name == TrainedCase)
            return SafetensorsFile.Open(Repo.Path("models", TrainedCase, $"{start}.safetensors"));
        CheckpointInventory inventory = CheckpointInventory.Load(_case.InventoryPath);
        string file = inventory.Files.Keys.Single(name => name.StartsWith(start, StringComparison.Ordinal));
        return new GeneratedCheckpoint(inventory, (ulong)_case.Seed, (_, shape) => new float[shape.Count]).Source(file);
    }
}
