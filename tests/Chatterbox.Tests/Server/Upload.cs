using System.Globalization;
using System.Text;

namespace Chatterbox.Tests.Server;

/// <summary>Uploads of voices, as forms and as bytes.</summary>
internal static class Upload
{
    private const string Boundary = "faults";

    /// <summary>A form with a name and recordings.</summary>
    public static MultipartFormDataContent Form(string name, params byte[][] recordings)
    {
        var form = new MultipartFormDataContent { { new StringContent(name), "name" } };
        foreach (byte[] recording in recordings)
            form.Add(new ByteArrayContent(recording), "files", "me.wav");
        return form;
    }

    /// <summary>The same as a whole request.</summary>
    public static byte[] Request(string name, byte[] recording)
    {
        byte[] head = Encoding.ASCII.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n{name}\r\n"
            + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"me.wav\"\r\n\r\n");
        byte[] body = [.. head, .. recording, .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n")];
        return [.. Head("/voices", string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}")), .. body];
    }

    /// <summary>The head of a request that posts a form, with one more header.</summary>
    public static byte[] Head(string path, string header) =>
        Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary={Boundary}\r\n{header}\r\n\r\n");
}
