using Chatterbox.Server;
using Chatterbox.Server.Commands;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Server;

public sealed class DeviceTests
{
    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("Torch-CPU", "torch-cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("CUDA:3", "cuda:3")]
    [InlineData("auto", "auto")]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("gpu", null)]
    [InlineData("cuda:", null)]
    [InlineData("cuda:-1", null)]
    [InlineData("cuda: 1", null)]
    [InlineData("cuda:99999999999", null)]
    public void A_device_is_read_by_its_name(string text, string? name) => Assert.Equal(name, Device.Parse(text)?.ToString());

    [Fact]
    public void A_GPU_that_cannot_be_used_is_refused_with_what_to_do()
    {
        var refused = Assert.Throws<UsageException>(() => EngineFactory.Find(new Device(DeviceKind.Cuda, 77), Precision.Fp32));
        Assert.StartsWith("--device cuda:77: ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("int4")]
    public void A_precision_of_the_CPU_is_refused_elsewhere(string name)
    {
        Precision precision = Enum.Parse<Precision>(name, ignoreCase: true);
        Assert.Equal(new Device(DeviceKind.Cpu), EngineFactory.Find(new Device(DeviceKind.Cpu), precision));
        var refused = Assert.Throws<UsageException>(() => EngineFactory.Find(new Device(DeviceKind.Cuda), precision));
        Assert.Equal($"--precision {name} is for --device cpu; cuda:0 has fp32 and bf16.", refused.Message);
    }

    [Theory]
    [InlineData(nameof(Precision.Auto), DecoderPrecision.Int8)]
    [InlineData(nameof(Precision.Fp32), DecoderPrecision.Float32)]
    [InlineData(nameof(Precision.Int8), DecoderPrecision.Int8)]
    [InlineData(nameof(Precision.Int4), DecoderPrecision.Int4)]
    public void T3_is_in_four_bits_by_choice_alone(string name, DecoderPrecision decoder) =>
        Assert.Equal(decoder, Enum.Parse<Precision>(name).Decoder());

    [Fact]
    public void A_precision_that_the_CPU_lacks_is_refused_with_the_reason()
    {
        if (CpuEngine.CanMultiplyBFloat16(out string? reason))
        {
            Assert.Equal(new Device(DeviceKind.Cpu), EngineFactory.Find(new Device(DeviceKind.Cpu), Precision.Bf16));
            return;
        }

        var refused = Assert.Throws<UsageException>(() => EngineFactory.Find(new Device(DeviceKind.Cpu), Precision.Bf16));
        Assert.Contains(reason!, refused.Message, StringComparison.Ordinal);
    }
}
