using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>
/// One of the few Python names that a file of tensors may mention. They are only recognised: no code of theirs exists
/// here, and every other name is refused.
/// </summary>
/// <param name="Name">The full name.</param>
/// <param name="Storage">The storage class it stands for, if any.</param>
internal sealed record PickleGlobal(string Name, TorchStorageType? Storage)
{
    /// <summary>The function that makes a tensor from a storage.</summary>
    public const string RebuildTensor = "torch._utils._rebuild_tensor_v2";

    /// <summary>A dictionary that keeps its order, which ours do anyway.</summary>
    public const string OrderedDict = "collections.OrderedDict";

    /// <summary>Finds a name.</summary>
    /// <exception cref="CheckpointException">The name is not allowed.</exception>
    public static PickleGlobal Find(string module, string name)
    {
        string fullName = $"{module}.{name}";
        if (fullName is RebuildTensor or OrderedDict)
            return new PickleGlobal(fullName, null);
        if (module == "torch" && TorchStorageType.Find(name) is { } storage)
            return new PickleGlobal(fullName, storage);
        throw new CheckpointException($"it refers to '{fullName}', which no file of tensors needs; it was not run.");
    }
}
