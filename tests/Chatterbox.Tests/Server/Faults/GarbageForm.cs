using System.Text;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Forms with odd boundaries, cut ends, wrong parts and recordings that are none; none of them can be answered.</summary>
internal static class GarbageForm
{
    private static readonly string[] Types =
    [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=b; boundary=c",
        "multipart/form-data; boundary=" + new string('b', 500), "multipart/form-data; boundary=\"a b\"", "multipart/form-data; charset=utf-7; boundary=b", "multipart/mixed; boundary=b",
        "multipart/form-data; boundary=\u00fc", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=none", "text/plain", "audio/wav", "application/octet-stream", "",
    ];

    private static readonly string[] Dispositions =
    [
        "form-data; name=\"files\"; filename=\"../../x.wav\"", "form-data; name=\"voice\"; filename=\"a\0b.wav\"", "form-data; name=\"files\"; filename*=UTF-8''%ff%00", "form-data; name=\"temperature\"", "form-data",
        "form-data; name=", "attachment; name=\"files\"; filename=\"x\"", "form-data; name=\"" + new string('n', 5000) + "\"", "", "nonsense", "form-data; name=\"seed\"; name=\"text\"", "form-data; name=\"\u0001\"",
        "form-data; name=\"files\"; filename=\"" + new string('f', 5000) + "\"",
    ];

    /// <summary>The headers of a body, and the body.</summary>
    public static (string Type, byte[] Body) Make(Random random) => random.Next(4) switch
    {
        0 => (random.Pick(Types), Parts(random, "b", isWhole: true)),
        1 => ("multipart/form-data; boundary=b", Parts(random, "b", isWhole: false)),
        2 => ("multipart/form-data; boundary=b", Noise(random)),
        _ => ("application/x-www-form-urlencoded", Encoding.ASCII.GetBytes(random.Pick(["", "&&&&", "%%%=%zz", "temperature=nan", "text=%00%ff&speed=1e400", string.Concat(Enumerable.Repeat("a=1&", 2000)), new string('k', 9000) + "=1", "text=Hello&seed=x"]))),
    };

    private static byte[] Parts(Random random, string boundary, bool isWhole)
    {
        using var body = new MemoryStream();
        for (int i = random.Next(5); i > 0; i--)
        {
            body.Write(Encoding.UTF8.GetBytes($"--{boundary}\r\n"));
            if (random.Next(8) > 0)
                body.Write(Encoding.Latin1.GetBytes($"Content-Disposition: {random.Pick(Dispositions)}\r\n"));
            if (random.Next(8) == 0)
                body.Write(Encoding.Latin1.GetBytes(random.Pick(["No colon\r\n", ": x\r\n", "X: " + new string('x', 20_000) + "\r\n", "Content-Length: -5\r\n", "Content-Type: \0\r\n"])));
            body.Write("\r\n"u8);
            body.Write(Noise(random));
            body.Write("\r\n"u8);
        }

        if (isWhole)
            body.Write(Encoding.UTF8.GetBytes($"--{boundary}--\r\n"));
        return body.ToArray();
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(300)];
        random.NextBytes(noise);
        return noise;
    }
}
