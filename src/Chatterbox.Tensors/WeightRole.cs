namespace Chatterbox.Tensors;

/// <summary>What a weight is for, by which an engine may choose its precision.</summary>
public enum WeightRole
{
    /// <summary>Anything whose error would be heard or add up: flow, vocoder, encoders, embeddings, norms.</summary>
    Exact,

    /// <summary>A linear layer of T3's transformer, all of which is read for every token: its time is that of reading it.</summary>
    Decoder,
}
