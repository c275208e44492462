using Chatterbox.Server;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests;

/// <summary>
/// The device that the tests of T3's decoder, of the pipeline and of the server run on: CHATTERBOX_TEST_DEVICE, the CPU if it is not set.
/// Another needs a build with libtorch.
/// </summary>
internal static class TestDevice
{
    /// <summary>Its name.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable("CHATTERBOX_TEST_DEVICE") is { Length: > 0 } name ? name : "cpu";

    /// <summary>The device.</summary>
    public static Device Device { get; } = Device.Parse(Name) ?? throw new InvalidOperationException($"CHATTERBOX_TEST_DEVICE is '{Name}', not one of {Device.Forms}.");

    /// <summary>Whether it is the CPU's own engine.</summary>
    public static bool IsCpu => Device.Kind == DeviceKind.Cpu;

    /// <summary>A prefix that sequences share has a whole number of so many positions.</summary>
    public static int PrefixStep => IsCpu ? 32 : 1;

    /// <summary>
    /// Numbers of threads to try. On the CPU's own engine results do not depend on them; on libtorch they do, and rows depend on each other
    /// where the number is no power of two.
    /// </summary>
    public static IReadOnlyList<int> Threads => IsCpu ? [1, 2, 3] : [2];

    /// <summary>An engine. Where the CPU's own would have T3's layers in 8 or 4 bits, another has them in bfloat16.</summary>
    public static Engine CreateEngine(int threads, DecoderPrecision precision = DecoderPrecision.Float32)
    {
        Precision rounded = precision == DecoderPrecision.Int4 ? Precision.Int4 : Precision.Int8;
        return EngineFactory.Create(Device, threads, precision == DecoderPrecision.Float32 ? Precision.Fp32 : IsCpu ? rounded : Precision.Bf16);
    }
}
