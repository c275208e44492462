using Chatterbox.Server.Commands;
using Chatterbox.Tensors.Cpu;
#if TORCH
using Chatterbox.Torch;
#endif

namespace Chatterbox.Server;

/// <summary>Makes the engine of a device. The one place that knows whether the program was built with libtorch.</summary>
internal static class EngineFactory
{
    /// <summary>A new engine.</summary>
    /// <param name="device">The device asked for.</param>
    /// <param name="threads">Threads of the CPU; null for the fastest number.</param>
    /// <param name="precision">The precision asked for.</param>
    /// <exception cref="UsageException">The device cannot be used here, or not in that precision; the message says what to do.</exception>
    public static Tensors.Engine Create(Device device, int? threads, Precision precision)
    {
        Device found = Find(device, precision);
        return found.Kind == DeviceKind.Cpu ? new CpuEngine(threads, decoder: precision.Decoder(), renderer: precision.Renderer()) : CreateTorch(found, threads, precision);
    }

    /// <summary>The device itself, or for <see cref="DeviceKind.Auto"/> the one taken.</summary>
    /// <exception cref="UsageException">It cannot be used here, or not in that precision; the message says what to do.</exception>
    public static Device Find(Device device, Precision precision)
    {
        Device found = device.Kind == DeviceKind.Auto ? Best() : device;
        if (found.Kind == DeviceKind.Cpu)
        {
            return precision != Precision.Bf16 || CpuEngine.CanMultiplyBFloat16(out string? reason)
                ? found
                : throw new UsageException($"--precision bf16 cannot be had on this CPU: {reason}. Take auto, fp32, int8 or int4.");
        }

        if (precision is Precision.Int8 or Precision.Int4)
            throw new UsageException($"--precision {precision.ToString().ToLowerInvariant()} is for --device cpu; {found} has fp32 and bf16.");
        return MissingTorch(found) is not { } missing ? found : throw new UsageException($"--device {found}: {missing}");
    }

    private static Device Best()
    {
        var gpu = new Device(DeviceKind.Cuda);
        if (MissingTorch(gpu) is not { } missing)
            return gpu;
        Console.Error.WriteLine($"Using the CPU, for no GPU can be used: {missing}");
        return new Device(DeviceKind.Cpu);
    }

#if TORCH
    private static TorchEngine CreateTorch(Device device, int? threads, Precision precision) =>
        new TorchEngine(TorchOf(device), threads, precision == Precision.Bf16 ? TorchPrecision.BFloat16 : TorchPrecision.Float32);

    private static string? MissingTorch(Device device)
    {
        try
        {
            TorchLibrary.Require(TorchOf(device));
            return null;
        }
        catch (TorchUnavailableException unavailable)
        {
            return unavailable.Message;
        }
    }

    private static TorchDevice TorchOf(Device device) => device.Kind == DeviceKind.Cuda ? new TorchDevice(true, device.Index) : TorchDevice.Cpu;
#else
    private static Tensors.Engine CreateTorch(Device device, int? threads, Precision precision) =>
        throw new InvalidOperationException($"An engine for {device} was asked for, which this build does not have; this is a bug.");

    private static string MissingTorch(Device device) =>
        device.Kind == DeviceKind.Cuda
            ? "This program was built for the CPU alone. For a GPU of NVIDIA build it with 'dotnet build -c Release -p:Torch=true', see the README."
            : "This program was built without libtorch. Build it with 'dotnet build -c Release -p:Torch=true -p:TorchBackend=cpu', see the README.";
#endif
}
