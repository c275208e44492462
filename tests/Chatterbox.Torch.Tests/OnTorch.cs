using System.Runtime.CompilerServices;

namespace Chatterbox.Torch.Tests;

/// <summary>Makes the fixtures of the other tests use libtorch.</summary>
internal static class OnTorch
{
    /// <summary>Runs before anything of this assembly.</summary>
    [ModuleInitializer]
    internal static void Select() => Environment.SetEnvironmentVariable("CHATTERBOX_TEST_DEVICE", "torch-cpu");
}
