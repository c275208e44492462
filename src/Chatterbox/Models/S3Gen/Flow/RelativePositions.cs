using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Embeddings of the distances between two frames, from +(T - 1) down to -(T - 1); sines in the even channels, cosines in the odd.
/// Port of EspnetRelPositionalEncoding in chatterbox models/s3gen/transformer/embedding.py.
/// </summary>
internal sealed class RelativePositions(Engine engine, int channels)
{
    private readonly FrequencyBank _frequencies = new(engine, channels / 2, channels / 2);

    /// <summary>The table (2 T - 1, channels) for <paramref name="frames"/> = T.</summary>
    public Tensor Forward(int frames)
    {
        using Scope scope = engine.BeginScope();
        int count = 2 * frames - 1;
        float[] distances = new float[count];
        for (int i = 0; i < count; i++)
            distances[i] = frames - 1 - i;
        (Tensor sine, Tensor cosine) = _frequencies.Forward(engine.FromHost(distances, new Shape(count)));
        Tensor halves = engine.Concat(1, sine, cosine).Reshape(new Shape(count, 2, channels / 2)); // (2T-1, 2, C/2)
        Tensor pairs = engine.Permute(halves, 0, 2, 1); // (2T-1, C/2, 2)
        return scope.Keep(pairs.Reshape(new Shape(count, channels)));
    }

    /// <summary>The part of a <paramref name="table"/> that serves <paramref name="frames"/>, not more than it was made for.</summary>
    public static Tensor Middle(Tensor table, int frames) => table.Slice(0, (table.Dim(0) + 1) / 2 - frames, 2 * frames - 1);
}
