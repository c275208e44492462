using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

public class AiffFileTests
{
    [Fact]
    public void The_same_sound_as_in_the_WAV_file_is_read()
    {
        AudioClip aiff = Read(Bytes());
        AudioClip wav = WavFile.Read(Speech.Path("other/LJ001-0001.wav"));
        Assert.Equal((wav.SampleRate, wav.Channels), (aiff.SampleRate, aiff.Channels));
        Assert.Equal(wav.Samples.ToArray(), aiff.Samples.ToArray());
    }

    [Fact]
    public void A_truncated_file_gives_what_is_there() => Assert.Equal(500, Read(Bytes()[..(Bytes().Length - 2 * (212893 - 500))]).Frames);

    [Fact]
    public void Broken_files_end_in_a_clear_error_or_a_bounded_clip()
    {
        byte[] original = Bytes()[..4096];
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            byte[] mutant = (byte[])original.Clone();
            for (int i = random.Next(1, 6); i > 0; i--)
                mutant[random.Next(80)] = (byte)random.Next(256);
            try
            {
                Assert.InRange(Read(mutant[..random.Next(mutant.Length)]).Samples.Length, 1, mutant.Length);
            }
            catch (AudioFormatException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    private static byte[] Bytes() => File.ReadAllBytes(Speech.Path("made-here/lj001-22k.aiff"));

    private static AudioClip Read(byte[] file) => AiffFile.Read(new ByteReader(new MemoryStream(file)), AudioLimits.Default);
}
