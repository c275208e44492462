using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

public class AudioSnifferTests
{
    [Theory]
    [InlineData("made-here/jfk-44k1-stereo.mp3", "Mp3")]
    [InlineData("odd-formats/lhotse-stereo-8k.mp3", "Mp3")]
    [InlineData("odd-formats/vctk-p240_00000-24k.mp3", "Mp3")]
    [InlineData("odd-formats/common_voice_en_651325-48k-mono.mp3", "Mp3")]
    [InlineData("odd-formats/LJ001-0001-22k-mono.mp3", "Mp3")]
    [InlineData("made-here/lj001-22k-mono.ogg", "Ogg")]
    [InlineData("made-here/lj001-mono.opus", "Ogg")]
    [InlineData("odd-formats/lhotse-stereo-48k.opus", "Ogg")]
    [InlineData("made-here/lj001-48k-24bit.flac", "Flac")]
    [InlineData("made-here/lj001-22k.aiff", "Aiff")]
    [InlineData("other/LJ001-0001.wav", "Wav")]
    [InlineData("odd-formats/scipy-wav/test-44100Hz-be-1ch-4bytes.wav", "Wav")]
    [InlineData("odd-formats/scipy-wav/test-44100Hz-le-1ch-4bytes-rf64.wav", "Wav")]
    [InlineData("librispeech/LICENSE.TXT", "Unknown")]
    public void Kinds_are_told_by_content(string file, string kind)
    {
        byte[] head = File.ReadAllBytes(Speech.Path(file))[..AudioSniffer.HeadBytes];
        Assert.Equal(kind, AudioSniffer.Detect(head).ToString());
    }

    [Theory]
    [InlineData("FFF15080000000000000000000", "Aac")]
    [InlineData("0000002066747970 4D344120", "Mp4")]
    [InlineData("1A45DFA39F4286810142F781", "Matroska")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF", "Unknown")]
    [InlineData("5249464600000000 41564920", "Unknown")]
    [InlineData("23455854 4D33550A00000000", "Unknown")]
    [InlineData("52494646", "Unknown")]
    [InlineData("", "Unknown")]
    public void Kinds_without_a_recording_here_are_told_too(string hex, string kind) =>
        Assert.Equal(kind, AudioSniffer.Detect(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).ToString());
}
