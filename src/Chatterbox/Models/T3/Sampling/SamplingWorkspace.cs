namespace Chatterbox.Models.T3.Sampling;

/// <summary>Scratch for the processors of one step, kept so that a step allocates nothing.</summary>
public sealed class SamplingWorkspace(int vocabulary)
{
    private readonly float[] _sorted = new float[vocabulary];
    private readonly int[] _ids = new int[vocabulary];
    private readonly ulong[] _keys = new ulong[vocabulary];

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

    /// <summary>Bits that rise with the value; both zeros are the same.</summary>
    private static uint Rising(float value)
    {
        const uint Sign = 0x8000_0000;
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }
}
