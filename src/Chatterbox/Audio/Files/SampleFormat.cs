using System.Buffers.Binary;

namespace Chatterbox.Audio.Files;

/// <summary>How a file stores its samples, and their decoding to floats as libsndfile scales them: full scale is 1.</summary>
internal readonly record struct SampleFormat(SampleEncoding Encoding, int Bytes, bool BigEndian)
{
    /// <summary>Decodes <paramref name="target"/>.Length samples.</summary>
    public void Decode(ReadOnlySpan<byte> source, Span<float> target)
    {
        switch (Encoding)
        {
            case SampleEncoding.Unsigned8:
                for (int i = 0; i < target.Length; i++)
                    target[i] = (source[i] - 128) / 128f;
                break;
            case SampleEncoding.MuLaw:
                for (int i = 0; i < target.Length; i++)
                    target[i] = G711.MuLaw(source[i]) / 32768f;
                break;
            case SampleEncoding.ALaw:
                for (int i = 0; i < target.Length; i++)
                    target[i] = G711.ALaw(source[i]) / 32768f;
                break;
            case SampleEncoding.Float:
                for (int i = 0; i < target.Length; i++)
                    target[i] = Float(source.Slice(i * Bytes, Bytes));
                break;
            case SampleEncoding.Signed:
                for (int i = 0; i < target.Length; i++)
                    target[i] = (float)(Signed(source.Slice(i * Bytes, Bytes)) * (1.0 / (1UL << 63)));
                break;
            default:
                throw new InvalidOperationException($"There is no decoder for {Encoding}: this is a bug.");
        }
    }

    private float Float(ReadOnlySpan<byte> sample)
    {
        if (Bytes == sizeof(float))
            return BigEndian ? BinaryPrimitives.ReadSingleBigEndian(sample) : BinaryPrimitives.ReadSingleLittleEndian(sample);
        return (float)(BigEndian ? BinaryPrimitives.ReadDoubleBigEndian(sample) : BinaryPrimitives.ReadDoubleLittleEndian(sample));
    }

    /// <summary>An integer of one to eight bytes, moved to the top of 64 bits.</summary>
    private long Signed(ReadOnlySpan<byte> sample)
    {
        ulong value = 0;
        if (BigEndian)
            foreach (byte part in sample)
                value = value << 8 | part;
        else
            for (int i = sample.Length - 1; i >= 0; i--)
                value = value << 8 | sample[i];
        return (long)(value << (64 - 8 * Bytes));
    }
}
