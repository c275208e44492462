namespace Chatterbox.Models.T3.Sampling;

/// <summary>
/// Scratch for the processors, kept so that a step allocates nothing. Sequences that decode in turn share one, which then stays in the
/// cache. What is done for every logit does not branch on it: what random values decide, a processor cannot foresee.
/// </summary>
public sealed class SamplingWorkspace(int vocabulary)
{
    /// <summary>Sign, exponent and three bits of the fraction: logits fall into many bins, and the bins into the nearest cache.</summary>
    private const int RadixBits = 12;

    /// <summary>Bits that one pass of a sort looks at.</summary>
    private const int PassBits = 8;

    private readonly float[] _sorted = new float[vocabulary];
    private readonly int[] _ids = new int[vocabulary];
    private ulong[] _keys = new ulong[vocabulary];
    private ulong[] _otherKeys = new ulong[vocabulary];
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
        for (int i = 0; i < count; i++)
            _keys[i] = (ulong)Rising(_sorted[i]) << 32 | (uint)_ids[i];
        for (int shift = 32; shift < 64; shift += PassBits)
            SortBy(shift, count);
        for (int i = 0; i < count; i++)
        {
            _ids[i] = (int)(uint)_keys[i];
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
        {
            float value = _sorted[i];
            _sorted[same] = value;
            same += Bin(value) == bin ? 1 : 0;
        }

        _sorted.AsSpan(0, same).Sort();
        return _sorted[same - (rank - above)];
    }

    /// <summary>Collects the logits that were not dropped, by id, into the scratch; returns how many they are.</summary>
    public int CollectFinite(ReadOnlySpan<float> logits)
    {
        int count = 0;
        for (int id = 0; id < logits.Length; id++)
        {
            _sorted[count] = logits[id];
            _ids[count] = id;
            count += logits[id] > float.NegativeInfinity ? 1 : 0;
        }

        return count;
    }

    /// <summary>One pass of a radix sort: by the bits from <paramref name="shift"/> on; those with the same stay in their order.</summary>
    private void SortBy(int shift, int count)
    {
        const int Bins = 1 << PassBits;
        Span<int> starts = _counts.AsSpan(0, Bins + 1);
        starts.Clear();
        foreach (ulong key in _keys.AsSpan(0, count))
            starts[1 + (int)(key >> shift & (Bins - 1))]++;
        for (int bin = 1; bin < Bins; bin++)
            starts[bin] += starts[bin - 1];
        foreach (ulong key in _keys.AsSpan(0, count))
            _otherKeys[starts[(int)(key >> shift & (Bins - 1))]++] = key;
        (_keys, _otherKeys) = (_otherKeys, _keys);
    }

    private static int Bin(float value) => (int)(Rising(value) >> (32 - RadixBits));

    /// <summary>Bits that rise with the value; both zeros are the same.</summary>
    private static uint Rising(float value)
    {
        const uint Sign = 0x8000_0000;
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits ^ ((uint)((int)bits >> 31) | Sign);
    }
}
