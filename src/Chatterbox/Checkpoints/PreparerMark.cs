using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints;

/// <summary>Tells apart the weights that voices are prepared with, so that what one checkpoint prepared never speaks with another.</summary>
public static class PreparerMark
{
    private const int MostValues = 4096;
    private const int Digits = 16;

    private static readonly string[] Preparers = ["tokenizer.", "speaker_encoder."];

    /// <summary>
    /// 16 hex digits over the names and values of the small vectors (biases, norms) of voice encoder, S3 tokenizer and CAMPPlus: no two
    /// trainings share them, and they are read in no time. Families that have the same preparers have the same mark.
    /// </summary>
    public static string Of(CheckpointSources sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, sources.VoiceEncoder, _ => true);
        Append(hash, sources.S3Gen, name => Array.Exists(Preparers, part => name.StartsWith(part, StringComparison.Ordinal)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static void Append(IncrementalHash hash, TensorSource source, Predicate<string> counts)
    {
        foreach (string name in source.Names.Where(name => counts(name)).Order(StringComparer.Ordinal))
        {
            if (source.ShapeOf(name) is not { Rank: 1, Count: <= MostValues })
                continue;
            hash.AppendData(Encoding.UTF8.GetBytes(name));
        {
            HostTensor tensor = source.Read(name);
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values));
            GC.KeepAlive(tensor);
        }
        }
    }
}
