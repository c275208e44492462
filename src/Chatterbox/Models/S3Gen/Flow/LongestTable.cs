using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// A table over the distances between two frames, (2 T - 1, channels) for T frames, kept between runs. The one for fewer frames is the
/// middle of the one for more.
/// </summary>
internal sealed class LongestTable
{
    private Tensor? _longest;

    /// <summary>The table for <paramref name="frames"/>; <paramref name="make"/> makes it, or a longer one, if none so long is kept.</summary>
    public Tensor Get(int frames, Func<Tensor> make)
    {
        if (_longest is null || Frames(_longest) < frames)
        {
            Tensor made = make();
            made.Engine.Persist(made);
            _longest?.Engine.Release(_longest);
            _longest = made;
        }

        return Middle(_longest, frames);
    }

    /// <summary>The frames that a <paramref name="table"/> was made for.</summary>
    public static int Frames(Tensor table) => (table.Dim(0) + 1) / 2;

    /// <summary>The part of a <paramref name="table"/> that serves <paramref name="frames"/>, not more than it was made for.</summary>
    public static Tensor Middle(Tensor table, int frames) => table.Slice(0, Frames(table) - frames, 2 * frames - 1);
}
