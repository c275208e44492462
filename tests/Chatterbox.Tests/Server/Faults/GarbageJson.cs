using System.Text;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Bodies of JSON that are broken, or have fields that cannot be.</summary>
internal static class GarbageJson
{
    private static readonly string[] NoTexts = ["5", "[]", "{}", "true", "null", "\"\"", "\"  \\t \"", "\"\\ud800\"", "[\"Hello.\"]", "-0.0"];

    private static readonly (string Field, string[] Values)[] BadFields =
    [
        ("temperature", ["1e999", "-1e308", "\"NaN\"", "[]", "{}", "\"hot\"", "99999999999999999999999999", "5.1", "true"]),
        ("speed", ["0", "-1", "1e300", "\"Infinity\"", "[1]", "{\"a\":1}"]),
        ("repetition_penalty", ["-0.1", "1e999", "\"\\u0000\"", "[[]]"]),
        ("top_p", ["-1e-5", "2", "\"x\"", "{}"]),
        ("top_k", ["1.5", "-1", "1e30", "18446744073709551616", "\"0x10\""]),
    ];

    private static readonly byte[][] Broken =
    [
        [], " "u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "null"u8.ToArray(), "NaN"u8.ToArray(), "{\"temperature\":NaN}"u8.ToArray(), "{\"speed\":Infinity}"u8.ToArray(), "{\"a\":1,}"u8.ToArray(),
        "{'a':1}"u8.ToArray(), "[1,2"u8.ToArray(), "\"text\""u8.ToArray(), "123"u8.ToArray(), "{\"a\":1}{}"u8.ToArray(), "{\"a\":01}"u8.ToArray(), "{\"text\":\"\u0001\"}"u8.ToArray(), "{\"a\"\"b\"}"u8.ToArray(),
        [.. "{\"text\":\""u8, 0xC3, 0x28, .. "\",\"speed\":[]}"u8], [.. "{\"text\":\""u8, 0xED, 0xA0, 0x80, .. "\",\"speed\":[]}"u8], [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], [.. "{\"text\":\""u8, 0, .. "\"}"u8],
        Nested("[", "]"), Nested("{\"a\":", "}"), Nested("[", ""), Encoding.ASCII.GetBytes($"{{\"temperature\":{new string('9', 20_000)}}}"), Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('x', 50_000)}"),
    ];

    /// <summary>A body for a route that takes JSON.</summary>
    public static byte[] Make(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return random.Pick(Broken);
            case 1:
                byte[] noise = new byte[random.Next(1, 400)];
                random.NextBytes(noise);
                return [(byte)random.Next("[{\"x"), .. noise];
            default:
                (string field, string[] values) = random.Pick(BadFields);
                string text = random.Next(3) == 0 ? random.Pick(NoTexts) : "\"Hello.\"";
                string repeated = random.Next(5) == 0 ? $"\"{field}\":1," : "";
                return Encoding.UTF8.GetBytes($"{{\"text\":{text},{repeated}\"{field}\":{random.Pick(values)},\"x{random.Next()}\":[{random.Next()},{{}}]}}");
        }
    }

    private static char Next(this Random random, string letters) => letters[random.Next(letters.Length)];

    private static byte[] Nested(string open, string close)
    {
        const int Depth = 10_000;
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth)));
    }
}
