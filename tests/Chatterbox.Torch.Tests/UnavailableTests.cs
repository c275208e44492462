namespace Chatterbox.Torch.Tests;

/// <summary>What is said where a device cannot be used.</summary>
public sealed class UnavailableTests
{
    [Fact]
    public void A_build_for_the_CPU_says_how_to_build_for_a_GPU()
    {
        var missing = Assert.Throws<TorchUnavailableException>(() => new TorchEngine(new TorchDevice(true)));
        Assert.Contains("-p:TorchBackend=cuda", missing.Message, StringComparison.Ordinal);
    }
}
