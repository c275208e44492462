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
