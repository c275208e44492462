using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;

namespace Chatterbox.Tests.Checkpoints;

public sealed class PreparerMarkTests
{
    [Fact]
    public void Checkpoints_of_other_weights_have_other_marks()
    {
        string first = Mark(1), other = Mark(2);
        Assert.Matches("^[0-9a-f]{16}$", first);
        Assert.NotEqual(first, other);
        Assert.Equal(first, Mark(1));
    }

    private static string Mark(ulong seed)
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", "original-tiny", "inventory.json"));
        using CheckpointSources sources = CheckpointSources.Of(new GeneratedCheckpoint(inventory, seed, ParityCheckpoint.Buffer), ModelFamily.Original);
        return PreparerMark.Of(sources);
    }
}
