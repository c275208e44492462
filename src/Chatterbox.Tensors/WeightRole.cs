namespace Chatterbox.Tensors;

/// <summary>What a weight, or an operation without one, is for, by which an engine may choose its precision.</summary>
public enum WeightRole
{
    /// <summary>Anything whose error would add up or turn a choice: what hears the voice, embeddings, norms, pitch, time.</summary>
    Exact,

    /// <summary>A linear layer of T3's transformer, all of which is read for every token: its time is that of reading it.</summary>
    Decoder,

    /// <summary>A layer of the flow or the vocoder, which meets hundreds of frames at once: its time is that of multiplying.</summary>
    Renderer,
}
