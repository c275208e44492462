using System.Buffers.Binary;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

public class WavFuzzTests
{
    private const int MaxAllocation = 4 << 20;

    private static readonly uint[] Lies = [0, 1, 2, 7, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    [Fact]
    public void Broken_files_end_in_a_clear_error_or_a_bounded_clip()
    {
        byte[][] originals = [.. Directory.GetFiles(Speech.Path("odd-formats/scipy-wav")).Order().Select(File.ReadAllBytes)];
        int read = 0;
        for (int seed = 0; seed < 2000; seed++)
        {
            Random random = new(seed);
            byte[] mutant = Mutate((byte[])originals[seed % originals.Length].Clone(), random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                AudioClip clip = WavFile.Read(new MemoryStream(mutant));
                read++;
                Assert.InRange(clip.Samples.Length, 1, mutant.Length);
                Assert.InRange(clip.SampleRate, AudioLimits.MinSampleRate, AudioLimits.MaxSampleRate);
                Assert.All(clip.Samples.ToArray(), sample => Assert.True(float.IsFinite(sample)));
            }
            catch (AudioFormatException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}: {exception}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MaxAllocation, $"Seed {seed} made {allocated} bytes.");
        }

        // Mutants of both kinds were made, so both ends were tested.
        Assert.InRange(read, 200, 1800);
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        int header = Math.Min(file.Length, 100);
        switch (random.Next(4))
        {
            case 0:
                for (int i = random.Next(1, 8); i > 0; i--)
                    file[random.Next(header)] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                return file[..random.Next(file.Length)];
            case 2:
                int field = random.Next(header / 4) * 4;
                if (field + 4 <= file.Length)
                    BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(field), Lies[random.Next(Lies.Length)]);
                return file;
            default:
                int from = random.Next(header);
                file.AsSpan(from, Math.Min(random.Next(1, 20), file.Length - from)).Fill((byte)random.Next(256));
                return file;
        }
    }
}
