namespace Chatterbox.Models.T3.Sampling;

/// <summary>Scratch for the processors of one step, kept so that a step allocates nothing.</summary>
public sealed class SamplingWorkspace(int vocabulary)
{
    private readonly float[] _sorted = new float[vocabulary];
    private readonly int[] _ids = new int[vocabulary];

    /// <summary>Values in the order of the last sort, or whatever a processor put there.</summary>
    public Span<float> Sorted => _sorted;

    /// <summary>The ids that go with <see cref="Sorted"/>.</summary>
    public Span<int> Ids => _ids;

    /// <summary>Sorts the logits that were not dropped, least likely first, into the scratch; returns how many they are.</summary>
    public int SortFinite(ReadOnlySpan<float> logits)
    {
        int count = CollectFinite(logits);
        _sorted.AsSpan(0, count).Sort(_ids.AsSpan(0, count));
        return count;
    }

    /// <summary>Collects the logits that were not dropped, by id, into the scratch; returns how many they are.</summary>
    public int CollectFinite(ReadOnlySpan<float> logits)
    {
        int count = 0;
        for (int id = 0; id < logits.Length; id++)
        {
            if (logits[id] == float.NegativeInfinity)
                continue;
            _sorted[count] = logits[id];
            _ids[count++] = id;
        }

        return count;
    }
}
