using System.Globalization;

namespace Chatterbox.Server;

/// <summary>The device that a user asks for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Which GPU.</param>
internal readonly record struct Device(DeviceKind Kind, int Index = 0)
{
    /// <summary>How devices are written.</summary>
    public const string Forms = "cpu|torch-cpu|cuda[:N]|auto";

    private const string CudaName = "cuda";

    /// <summary>The device of a name, in letters of any case; null if there is none.</summary>
    public static Device? Parse(string name) => name.ToLowerInvariant() switch
    {
        "cpu" => new Device(DeviceKind.Cpu),
        "torch-cpu" => new Device(DeviceKind.TorchCpu),
        "auto" => new Device(DeviceKind.Auto),
        CudaName => new Device(DeviceKind.Cuda),
        { } text when text.StartsWith($"{CudaName}:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(CudaName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) => new Device(DeviceKind.Cuda, index),
        _ => null,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.TorchCpu => "torch-cpu",
        DeviceKind.Cuda => string.Create(CultureInfo.InvariantCulture, $"{CudaName}:{Index}"),
        _ => "auto",
    };
}
