using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

/// <summary>Expected values are those of CPython 3.11's audioop module.</summary>
public class G711Tests
{
    private static readonly byte[] Codes = [0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255];
    private static readonly byte[] AllCodes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];

    [Fact]
    public void Mu_law_is_expanded_as_elsewhere()
    {
        short[] expected =
            [-32124, -15484, -7420, -3516, -1628, -716, -276, -64, 23932, 11388, 5372, 2492, 1116, 460, 148, 0];
        Assert.Equal(expected, Codes.Select(G711.MuLaw));
        Assert.Equal(98107392, AllCodes.Sum(code => (code + 1) * G711.MuLaw(code)));
        Assert.Equal(1532928, AllCodes.Sum(code => Math.Abs((int)G711.MuLaw(code))));
    }

    [Fact]
    public void A_law_is_expanded_as_elsewhere()
    {
        short[] expected =
            [-5504, -2624, -24064, -11520, -280, -8, -1248, -592, 7552, 3648, 32256, 15616, 408, 136, 1760, 848];
        Assert.Equal(expected, Codes.Select(G711.ALaw));
        Assert.Equal(100139008, AllCodes.Sum(code => (code + 1) * G711.ALaw(code)));
        Assert.Equal(1564672, AllCodes.Sum(code => Math.Abs((int)G711.ALaw(code))));
    }
}
