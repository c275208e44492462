using System.CommandLine;

namespace Chatterbox.Server.Commands;

/// <summary>The option that names a device, in letters of any case.</summary>
internal static class DeviceOption
{
    /// <summary>A new option.</summary>
    public static Option<Device> Create() => new("--device")
    {
        Description = "cpu: the CPU. cuda: a GPU of NVIDIA, cuda:1 the second. torch-cpu: the CPU on libtorch, to compare with. "
            + "auto: the first GPU if it can be used, else the CPU. Default: cpu.",
        DefaultValueFactory = _ => new Device(DeviceKind.Cpu),
        HelpName = Device.Forms,
        CustomParser = result =>
        {
            string value = result.Tokens[0].Value;
            if (Device.Parse(value) is { } device)
                return device;
            result.AddError($"There is no device '{value}'. The devices are cpu, torch-cpu, cuda, cuda:N and auto.");
            return default;
        },
    };
}
