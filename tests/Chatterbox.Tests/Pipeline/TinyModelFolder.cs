using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Pipeline;

/// <summary>The generated checkpoint of a recorded case as a model folder, with tokenizer and voice.</summary>
internal sealed class TinyModelFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyModelFolder(string caseName)
    {
        using ParityCase parityCase = ParityCases.Open(caseName);
        Family = parityCase.Family;
        CheckpointInventory inventory = CheckpointInventory.Load(parityCase.InventoryPath);
        new GeneratedCheckpoint(inventory, (ulong)parityCase.Seed, ParityCheckpoint.Buffer).Write(Path);
        T3 = File(inventory.Files.Keys.Single(name => name.StartsWith("t3_", StringComparison.Ordinal)));
        string tokenizer = Family switch
        {
            ModelFamily.Original => "english",
            ModelFamily.Multilingual => "multilingual",
            _ => "turbo-nano",
        };
        foreach (string file in Directory.GetFiles(Repo.Path("models", "tokenizers", tokenizer)))
            System.IO.File.Copy(file, File(System.IO.Path.GetFileName(file)));
        string conditions = Repo.Path("parity_data", caseName, "conds.pt");
        if (System.IO.File.Exists(conditions))
            System.IO.File.Copy(conditions, File("conds.pt"));
    }

    public ModelFamily Family { get; }

    /// <summary>The folder.</summary>
    public string Path => _folder.File();

    /// <summary>The file of T3's weights.</summary>
    public string T3 { get; }

    /// <summary>A file in the folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Writes T3's weights again after <paramref name="change"/> had them, in another number format if one is named.</summary>
    public void RewriteT3(Action<string, float[]> change, Dtype dtype = Dtype.F32) => Rewrite(T3, change, dtype);

    /// <summary>Writes the floats of a file of weights again in another number format.</summary>
    public void Round(string name, Dtype dtype) => Rewrite(File(name), (_, _) => { }, dtype);

    public void Dispose() => _folder.Dispose();

    private static void Rewrite(string path, Action<string, float[]> change, Dtype dtype)
    {
        List<SafetensorsTensor> tensors = [];
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            foreach (string name in file.Names)
            {
                if (!file.Entry(name).Dtype.IsFloat())
                {
                    tensors.Add(SafetensorsTensor.Int64(name, file.ShapeOf(name), file.ReadInt64(name)));
                    continue;
                }

                float[] values = file.ReadFloats(name);
                change(name, values);
                tensors.Add(Convert(name, file.ShapeOf(name), values, dtype));
            }
        }

        SafetensorsWriter.Write(path, tensors);
    }

    private static SafetensorsTensor Convert(string name, Shape shape, float[] values, Dtype dtype) => dtype switch
    {
        Dtype.F16 => SafetensorsTensor.Float16(name, shape, Array.ConvertAll(values, value => (Half)value)),
        Dtype.BF16 => new SafetensorsTensor(name, dtype, shape, stream =>
        {
            foreach (float value in values)
                stream.Write(BitConverter.GetBytes(RoundToBFloat16(value)));
        }),
        _ => SafetensorsTensor.Float32(name, shape, values),
    };

    /// <summary>The upper half of a float, rounded to nearest even.</summary>
    private static ushort RoundToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
