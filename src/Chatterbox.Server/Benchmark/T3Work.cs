using Chatterbox.Checkpoints;

namespace Chatterbox.Server.Benchmark;

/// <summary>T3's arithmetic: the products of its layers and its head, and causal attention. The perceiver is left out.</summary>
internal sealed class T3Work
{
    private readonly double _layers;
    private readonly double _head;
    private readonly double _attention;
    private readonly int _batch;
    private readonly double _weightBytes, _valueBytes;

    /// <summary>
    /// Reads the sizes of a checkpoint; <paramref name="batch"/> is 2 with classifier-free guidance, and a weight of
    /// a layer takes <paramref name="weightBytes"/>, a value of a cache <paramref name="valueBytes"/>.
    /// </summary>
    public T3Work(CheckpointSources sources, int batch, double weightBytes = sizeof(float), double valueBytes = sizeof(float))
    {
        (_weightBytes, _valueBytes) = (weightBytes, valueBytes);
        var shapes = new WeightShapes(sources.T3);
        _batch = batch;
        _layers = shapes.Count("tfmr.h.*", "tfmr.layers.*");
        _head = shapes.Count("speech_head.*");
        int layers = shapes.Tensors("tfmr.h.*.ln_1.weight") + shapes.Tensors("tfmr.layers.*.input_layernorm.weight");
        _attention = (double)layers * shapes.ShapeOf("speech_emb.weight")[1];
    }

    /// <summary>
    /// <paramref name="rows"/> positions of a prompt behind <paramref name="shared"/> that are read already: every position sees itself
    /// and those before.
    /// </summary>
    public PhaseWork Prefill(int shared, int rows) =>
        PhaseWork.Product(_layers, (double)_batch * rows)
        + PhaseWork.Product(_head, _batch)
        + new PhaseWork(4 * _attention * _batch * Positions(shared + 1, rows), 0);

    /// <summary><paramref name="steps"/> steps after a prompt of <paramref name="rows"/> positions; each reads all weights, keys and values.</summary>
    public PhaseWork Decode(int rows, int steps)
    {
        double positions = _batch * Positions(rows + 1, steps);
        return new PhaseWork(
            2 * (_layers + _head) * _batch * steps + 4 * _attention * positions,
            _weightBytes * _layers * steps + sizeof(float) * _head * steps + _valueBytes * 2 * _attention * positions);
    }

    /// <summary>first + (first + 1) + ..., <paramref name="count"/> of them.</summary>
    private static double Positions(double first, double count) => count * (2 * first + count - 1) / 2;
}
