using System.Security.Cryptography;
using System.Text;

namespace Chatterbox.Server.Operation;

/// <summary>The keys that clients must send, kept as SHA-256 only and compared in constant time.</summary>
internal sealed class ApiKeys
{
    private const string HashPrefix = "sha256:";
    private const int HashDigits = 64;

    private readonly byte[][] _hashes;

    /// <summary>Keys in clear, or as sha256: and 64 hexadecimal digits.</summary>
    public ApiKeys(IEnumerable<string> keys) => _hashes = [.. keys.Select(key => IsHash(key) ? Convert.FromHexString(key[HashPrefix.Length..]) : Hash(key))];

    /// <summary>Whether keys are asked for at all.</summary>
    public bool Required => _hashes.Length > 0;

    /// <summary>Whether a setting is a key or the hash of one.</summary>
    public static bool IsKey(string key) =>
        !string.IsNullOrWhiteSpace(key) && (!IsHash(key) || (key.Length == HashPrefix.Length + HashDigits && key[HashPrefix.Length..].All(char.IsAsciiHexDigit)));

    /// <summary>Whether a key is one of them. Takes as long for every key, right or wrong.</summary>
    public bool Accepts(string key)
    {
        byte[] hash = Hash(key);
        bool found = false;
        foreach (byte[] known in _hashes)
            found |= CryptographicOperations.FixedTimeEquals(hash, known);
        return found;
    }

    private static bool IsHash(string key) => key.StartsWith(HashPrefix, StringComparison.Ordinal);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
