using System.Buffers.Binary;
using System.Text;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A small safetensors file whose header claims tensors of exabytes.</summary>
internal static class HugeTensors
{
    /// <summary>The file.</summary>
    public static byte[] File()
    {
        byte[] header = Encoding.ASCII.GetBytes("""{"speaker_emb":{"dtype":"F32","shape":[1099511627776,1048576],"data_offsets":[0,4611686018427387904]}}""");
        byte[] file = new byte[8 + header.Length + 64];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }
}
