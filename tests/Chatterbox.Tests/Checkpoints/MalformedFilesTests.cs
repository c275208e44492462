using System.Buffers.Binary;
using System.Diagnostics;
using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Text;

namespace Chatterbox.Tests.Checkpoints;

/// <summary>
/// Good files broken in hundreds of ways with fixed seeds: each is either still good, or refused with the project's own
/// exception, soon and without much memory.
/// </summary>
public sealed class MalformedFilesTests : IDisposable
{
    private const int Mutations = 200;
    private const long MostBytes = 64 << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors_files()
    {
        byte[] good = File.ReadAllBytes(Repo.Path("parity_data", "turbo-tiny", "conds.safetensors"));
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(good) + 8;
        int refused = BreakAndLoad(good, header, "a.safetensors", path =>
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (string name in file.Names)
                _ = file.Entry(name).Dtype.IsFloat() ? file.Read(name).Values.Length : file.ReadInt64(name).Length;
        });
        Assert.True(refused > Mutations / 2, $"{refused} refused");
    }

    [Fact]
    public void Voices_in_safetensors()
    {
        byte[] good = File.ReadAllBytes(Repo.Path("parity_data", "turbo-tiny", "conds.safetensors"));
        int refused = BreakAndLoad(good, good.Length, "conds.safetensors", path => Conditionals.Load(path));
        Assert.True(refused > Mutations / 2, $"{refused} refused");
    }

    [Fact]
    public void Voices_of_torch_in_the_pickle()
    {
        // data.pkl is the first part of the archive.
        byte[] good = File.ReadAllBytes(Repo.Path("parity_data", "turbo-tiny", "conds.pt"));
        int refused = BreakAndLoad(good, 900, "conds.pt", path => Conditionals.Load(path));
        Assert.True(refused > Mutations / 2, $"{refused} refused");
    }

    [Fact]
    public void Voices_of_torch_in_the_archive()
    {
        byte[] good = File.ReadAllBytes(Repo.Path("tests", "data", "golden", "kaldi", "torchaudio", "test_fbank_00.pt"));
        int refused = BreakAndLoad(good, good.Length, "fbank.pt", path => Chatterbox.Checkpoints.Torch.TorchArchive.Load(path));
        Assert.True(refused > Mutations / 4, $"{refused} refused");
    }

    [Fact]
    public void Inventories()
    {
        byte[] good = File.ReadAllBytes(Repo.Path("parity_data", "original-tiny", "inventory.json"))[..2000];
        good = [.. good[..good.AsSpan().LastIndexOf("},"u8)], .. "}]}"u8];
        int refused = BreakAndLoad(good, good.Length, "inventory.json", path => CheckpointInventory.Load(path));
        Assert.True(refused > Mutations / 4, $"{refused} refused");
    }

    [Fact]
    public void Model_cards()
    {
        byte[] good = File.ReadAllBytes(Repo.Path("models", "pico", ModelCard.FileName));
        int refused = BreakAndLoad(good, good.Length, ModelCard.FileName, path => ModelCard.Read(Path.GetDirectoryName(path)!));
        Assert.True(refused > Mutations / 4, $"{refused} refused");
    }

    [Fact]
    public void Tokenizers()
    {
        byte[] good = File.ReadAllBytes(Repo.Path("models", "tokenizers", "english", "tokenizer.json"));
        int refused = BreakAndLoad(good, good.Length, "tokenizer.json", path =>
        {
            try
            {
                TextFrontEnd.For(ModelFamily.Original, Path.GetDirectoryName(path)!).Encode("The five boxing wizards jump quickly.");
            }
            catch (InvalidDataException error)
            {
                throw new CheckpointException(error.Message, error);
            }
        });
        Assert.True(refused > Mutations / 4, $"{refused} refused");
    }

    private int BreakAndLoad(byte[] good, int reach, string fileName, Action<string> load)
    {
        string path = _folder.File(fileName);
        File.WriteAllBytes(path, good);
        load(path);
        int refused = 0;
        for (int seed = 0; seed < Mutations; seed++)
        {
            File.WriteAllBytes(path, Mutation.Apply(good, reach, seed));
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                load(path);
            }
            catch (CheckpointException error)
            {
                Assert.Contains(fileName, error.Message, StringComparison.Ordinal);
                refused++;
            }
            Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"seed {seed} took {Stopwatch.GetElapsedTime(start)}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, $"seed {seed} took much memory");
        }
        return refused;
    }
}
