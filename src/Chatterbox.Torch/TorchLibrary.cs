using System.Runtime.InteropServices;
using TorchSharp;

namespace Chatterbox.Torch;

/// <summary>Finds out whether libtorch and its devices can be used, and says what is missing where not.</summary>
public static class TorchLibrary
{
    /// <summary>Tensors that this process holds of libtorch, views too.</summary>
    public static long Tensors => torch.Tensor.TotalCount;

    /// <summary>Loads libtorch and looks for the device.</summary>
    /// <exception cref="TorchUnavailableException">One of them is not there.</exception>
    public static void Require(TorchDevice device)
    {
        if (device.IsCuda)
            RequireCuda(device.Index);
        else
            Load("torch_cpu");
    }

    private static void RequireCuda(int index)
    {
        if (!TryLoad("torch_cuda"))
        {
            Load("torch_cpu");
            throw new TorchUnavailableException("This build has libtorch for the CPU alone. Build it with -p:Torch=true -p:TorchBackend=cuda.");
        }

        Load("torch_cuda");
        if (!torch.cuda.is_available())
        {
            throw new TorchUnavailableException(HasDriver()
                ? "CUDA finds no GPU that it can use. 'nvidia-smi' must list one, and its driver must be 570 or newer."
                : "There is no NVIDIA driver. Install version 570 or newer; in a container, start it with --gpus all.");
        }

        int count = torch.cuda.device_count();
        if (index >= count)
            throw new TorchUnavailableException($"There is no cuda:{index}; the GPUs here are cuda:0 to cuda:{count - 1}.");
    }

    /// <summary>Loads TorchSharp's native half before TorchSharp itself does, which would print its search to standard output.</summary>
    private static void Load(string first)
    {
        try
        {
            TryLoad(first);
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            string reason = error.Message.Split('\n').FirstOrDefault(line => line.Contains("version `", StringComparison.Ordinal)) ?? error.Message;
            throw new TorchUnavailableException(
                $"libtorch cannot be loaded: {reason.Trim()} It needs Windows on x64, macOS on arm64, or Linux on x64 with the C++ library of GCC 13 or newer, such as Debian 13 or Ubuntu 24.04.");
        }
    }

    private static bool TryLoad(string library) => NativeLibrary.TryLoad(library, typeof(torch).Assembly, null, out _);

    private static bool HasDriver() => NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);
}
