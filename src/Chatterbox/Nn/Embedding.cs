using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Rows of a table by id. Port of torch.nn.Embedding.</summary>
public sealed class Embedding
{
    private readonly Engine _engine;
    private readonly Weight _table;

    /// <summary>Takes <c>weight</c> (entries, channels); -1 takes any size.</summary>
    public Embedding(Weights w, int entries = -1, int channels = -1)
    {
        HostTensor table = w.Get("weight", entries, channels);
        (_engine, _table) = (w.Engine, w.Engine.EmbeddingWeight(table));
        (Entries, Channels) = (table.Shape[0], table.Shape[1]);
    }

    /// <summary>Number of ids.</summary>
    public int Entries { get; }

    /// <summary>Values of an entry.</summary>
    public int Channels { get; }

    /// <summary>ids to (ids, channels)</summary>
    public Tensor Forward(ReadOnlySpan<int> ids) => _engine.Embedding(_table, ids);
}
