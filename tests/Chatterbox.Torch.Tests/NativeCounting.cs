namespace Chatterbox.Torch.Tests;

/// <summary>Tests that count libtorch's tensors, which are counted for the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(NativeCounting), DisableParallelization = true)]
public sealed class NativeCounting;
