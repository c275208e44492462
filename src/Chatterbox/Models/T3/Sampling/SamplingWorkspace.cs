namespace Chatterbox.Models.T3.Sampling;

/// <summary>Scratch for the processors of one step, kept so that a step allocates nothing.</summary>
public sealed class SamplingWorkspace(int vocabulary)
{
    /// <summary>Sign, exponent and three bits of the fraction: logits fall into many bins, and the bins into the nearest cache.</summary>
    private const int RadixBits = 12;

    private readonly float[] _sorted = new float[vocabulary];
    private readonly int[] _ids = new int[vocabulary];
    private readonly ulong[] _keys = new ulong[vocabulary];
    private readonly int[] _counts = new int[1 << RadixBits];

    /// <summary>Values in the order of the last sort, or whatever a processor put there.</summary>
    public Span<float> Sorted => _sorted;

    /// <summary>The ids that go with <see cref="Sorted"/>.</summary>
    public Span<int> Ids => _ids;

    /// <summary>
    /// Sorts the logits that were not dropped, least likely first and equal ones by id, into the scratch; returns how many they are.
    /// </summary>
    public int SortFinite(ReadOnlySpan<float> logits)
    {
        int count = CollectFinite(logits);
        Span<ulong> keys = _keys.AsSpan(0, count);
        for (int i = 0; i < count; i++)
            keys[i] = (ulong)Rising(_sorted[i]) << 32 | (uint)_ids[i];
        keys.Sort();
        for (int i = 0; i < count; i++)
        {
            _ids[i] = (int)(uint)keys[i];
            _sorted[i] = logits[_ids[i]];
        }

        return count;
    }

    /// <summary>
    /// The <paramref name="rank"/>th largest of the logits that were not dropped; the smallest where there are fewer. Counts values by
    /// their leading bits, then sorts only those that share the leading bits of the one sought.
    /// </summary>
    public float Largest(int rank, ReadOnlySpan<float> logits)
    {
        int finite = CollectFinite(logits);
        Span<int> counts = _counts;
        counts.Clear();
        foreach (float value in _sorted.AsSpan(0, finite))
            counts[Bin(value)]++;
        int bin = counts.Length - 1, above = 0;
        for (rank = Math.Min(rank, finite); above + counts[bin] < rank; bin--)
            above += counts[bin];
        int same = 0;
        for (int i = 0; i < finite; i++)
            if (Bin(_sorted[i]) == bin)
                _sorted[same++] = _sorted[i];
        _sorted.AsSpan(0, same).Sort();
        return _sorted[same - (rank - above)];
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

    private static int Bin(float value) => (int)(Rising(value) >> (32 - RadixBits));

    /// <summary>Bits that rise with the value; both zeros are the same.</summary>
    private static uint Rising(float value)
    {
        const uint Sign = 0x8000_0000;
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }
}
