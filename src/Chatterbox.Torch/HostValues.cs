using System.Runtime.InteropServices;
using Chatterbox.Tensors;
using TorchSharp;

namespace Chatterbox.Torch;

/// <summary>Values between host memory and libtorch.</summary>
internal static class HostValues
{
    /// <summary>A new float32 tensor in host memory.</summary>
    public static torch.Tensor ToTensor(ReadOnlySpan<float> values, Shape shape)
    {
        torch.Tensor tensor = torch.empty(shape.Lengths(), torch.float32);
        MemoryMarshal.AsBytes(values).CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>A new tensor of indices in host memory.</summary>
    public static torch.Tensor ToTensor(ReadOnlySpan<int> indices)
    {
        torch.Tensor tensor = torch.empty(indices.Length, torch.int64);
        Span<long> values = MemoryMarshal.Cast<byte, long>(tensor.bytes);
        for (int i = 0; i < indices.Length; i++)
            values[i] = indices[i];
        return tensor;
    }

    /// <summary>Copies all values of a float32 tensor, from wherever it is.</summary>
    public static void Read(torch.Tensor tensor, Span<float> destination)
    {
        using torch.Tensor host = tensor.cpu();
        using torch.Tensor dense = host.contiguous();
        MemoryMarshal.Cast<byte, float>(dense.bytes).CopyTo(destination);
    }
}
