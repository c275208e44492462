namespace Chatterbox.Models.VoiceEncoder;

/// <summary>Compares speaker embeddings. Port of voice_similarity in models/voice_encoder/voice_encoder.py.</summary>
public static class VoiceSimilarity
{
    /// <summary>
    /// The cosine of the angle between two embeddings of the same size, from -1 to 1: about 0.85 and more for two recordings
    /// of one speaker, less than 0.8 for two speakers. 0 if one of them is all zeros.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static float Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"An embedding of {a.Length} values cannot be compared with one of {b.Length}.", nameof(b));
        double product = 0, lengthA = 0, lengthB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            lengthA += (double)a[i] * a[i];
            lengthB += (double)b[i] * b[i];
        }

        double scale = Math.Sqrt(lengthA) * Math.Sqrt(lengthB);
        return scale == 0 ? 0 : (float)(product / scale);
    }
}
