using Chatterbox.Tensors;

namespace Chatterbox.Tests.Tensors.Cpu.Stories;

/// <summary>The stories' Llama over engine operations, with a cache for its one sequence.</summary>
internal sealed class StoriesModel : IDisposable
{
    private const int Positions = 512;
    private const float Eps = 1e-5f;

    private readonly Engine _engine;
    private readonly int _heads;
    private readonly Weight _table;
    private readonly Weight _logits;
    private readonly Weight[] _q, _k, _v, _o, _gate, _down, _up;
    private readonly Tensor[] _attentionGain, _innerGain;
    private readonly Tensor _lastGain, _cos, _sin;
    private readonly KvCache _cache;

    public StoriesModel(Engine engine, StoriesFile file)
    {
        (_engine, _heads) = (engine, file.Heads);
        (_table, _logits) = (engine.EmbeddingWeight(file.Table), engine.LinearWeight(file.Table, null));
        (_q, _k, _v, _o) = (Pack(file.Queries), Pack(file.Keys), Pack(file.Values), Pack(file.Outputs));
        (_gate, _down, _up) = (Pack(file.Gates), Pack(file.Downs), Pack(file.Ups));
        (_attentionGain, _innerGain) = (Upload(file.AttentionGains), Upload(file.InnerGains));
        _lastGain = engine.Constant(file.LastGain);
        int head = file.Channels / file.Heads;
        (_cos, _sin) = (Table(head, Math.Cos), Table(head, Math.Sin));
        _cache = engine.CreateKvCache(file.Layers, file.Heads, head);
    }

    /// <summary>Appends tokens and gives the logits behind the last.</summary>
    public float[] Append(params ReadOnlySpan<int> tokens)
    {
        using Scope scope = _engine.BeginScope();
        int[] positions = [.. Enumerable.Range(_cache.Length, tokens.Length)];
        Tensor x = _engine.Embedding(_table, tokens); // (T, C)
        for (int layer = 0; layer < _q.Length; layer++)
        {
            Tensor normal = _engine.RmsNorm(x, _attentionGain[layer], Eps);
            Tensor q = _engine.Rotary(_engine.Linear(normal, _q[layer]), _cos, _sin, positions, _heads);
            Tensor k = _engine.Rotary(_engine.Linear(normal, _k[layer]), _cos, _sin, positions, _heads);
            Tensor v = _engine.Linear(normal, _v[layer]);
            Tensor attended = _engine.CausalAttention(q, k, v, [new SequenceRows(_cache, tokens.Length)], layer, _heads);
            x = x.Add(_engine.Linear(attended, _o[layer]));
            normal = _engine.RmsNorm(x, _innerGain[layer], Eps);
            Tensor gate = _engine.Linear(normal, _gate[layer]).Activate(ActivationKind.Silu);
            x = x.Add(_engine.Linear(gate.Mul(_engine.Linear(normal, _up[layer])), _down[layer]));
        }

        _cache.Advance(tokens.Length);
        Tensor last = _engine.RmsNorm(x.Slice(0, tokens.Length - 1, 1), _lastGain, Eps);
        return _engine.Linear(last, _logits).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private Weight[] Pack(HostTensor[] layers) => [.. layers.Select(layer => _engine.LinearWeight(layer, null))];

    private Tensor[] Upload(HostTensor[] layers) => [.. layers.Select(_engine.Constant)];

    private Tensor Table(int head, Func<double, double> function)
    {
        float[] values = new float[Positions * head];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)function(i / head * Math.Pow(10000, -2.0 * (i % head % (head / 2)) / head));
        return _engine.Constant(new HostTensor(new Shape(Positions, head), values));
    }
}
