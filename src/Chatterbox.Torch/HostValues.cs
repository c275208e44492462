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

    /// <summary>A new float64 tensor in host memory.</summary>
    public static torch.Tensor ToTensor(ReadOnlySpan<double> values)
    {
        torch.Tensor tensor = torch.empty(values.Length, torch.float64);
        MemoryMarshal.AsBytes(values).CopyTo(tensor.bytes);
        return tensor;
    }

    /// <summary>
    /// The values on a device. To a GPU they go through page-locked memory and nobody waits: libtorch gives that memory to nothing else
    /// until the copy is done, so all that was on the host may be freed at once.
    /// </summary>
    public static torch.Tensor ToDevice(torch.Tensor host, torch.ScalarType type, torch.Device device)
    {
        if (device.type != DeviceType.CUDA)
            return host.to(type, device);
        using torch.Tensor locked = host.pin_memory();
        return locked.to(type, device, non_blocking: true);
    }

    /// <summary>Copies indices, from wherever they are.</summary>
    public static void Read(torch.Tensor indices, Span<int> destination)
    {
        using torch.Tensor host = indices.cpu();
        Span<long> values = MemoryMarshal.Cast<byte, long>(host.bytes);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (int)values[i];
    }

    /// <summary>Copies all values of a float32 tensor, from wherever it is.</summary>
    public static void Read(torch.Tensor tensor, Span<float> destination)
    {
        using torch.Tensor host = tensor.cpu();
        using torch.Tensor dense = host.contiguous();
        MemoryMarshal.Cast<byte, float>(dense.bytes).CopyTo(destination);
    }
}
