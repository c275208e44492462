using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Embeddings of the distances between two frames, from +(T - 1) down to -(T - 1); sines in the even channels, cosines in the odd.
/// They depend on no text: the table of the longest run is kept. Port of EspnetRelPositionalEncoding in chatterbox
/// models/s3gen/transformer/embedding.py.
/// </summary>
internal sealed class RelativePositions(Engine engine, int channels)
{
    /// <summary>Tables grow by as many frames, so that not every run that is a little longer makes a new one.</summary>
    private const int Growth = 128;

    private readonly FrequencyBank _frequencies = new(engine, channels / 2, channels / 2);
    private readonly LongestTable _table = new();

    /// <summary>A table (2 L - 1, channels) of L frames, <paramref name="frames"/> or somewhat more.</summary>
    public Tensor Forward(int frames)
    {
        int length = (frames + Growth - 1) / Growth * Growth;
        return _table.Get(length, () => Make(length));
    }

    private Tensor Make(int frames)
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
}
