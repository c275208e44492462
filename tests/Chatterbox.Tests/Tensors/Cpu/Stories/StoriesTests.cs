using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu.Stories;

/// <summary>A trained Llama, decoded greedily through the cache, tells its story: the operations of a decoder proven together.</summary>
public sealed class StoriesTests
{
    private const int Begin = 1;
    private const string Story = "Once upon a time, there was a little girl named Lily.";

    public static TheoryData<SimdLevel> AllLevels() => [.. Levels.Available];

    [Theory]
    [MemberData(nameof(AllLevels))]
    public void The_story_begins_as_it_should(SimdLevel level)
    {
        using var engine = new CpuEngine(2, level);
        using var model = new StoriesModel(engine, StoriesFile.Read());
        string[] tokens = StoriesFile.ReadTokens();
        string text = "";
        int token = Begin;
        for (int i = 0; i < 60 && text.Length <= Story.Length; i++)
        {
            float[] logits = model.Append(token);
            token = Array.IndexOf(logits, logits.Max());
            text += tokens[token];
        }

        Assert.StartsWith(Story, text.TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefilled_story_goes_on_with_the_same_bits()
    {
        using var engine = new CpuEngine(2);
        StoriesFile file = StoriesFile.Read();
        using StoriesModel steps = new(engine, file), prefill = new(engine, file);
        int[] tokens = [Begin, 403, 407, 261, 378, 432, 406];
        float[] last = [];
        foreach (int token in tokens)
            last = steps.Append(token);
        Assert.Equal(last, prefill.Append(tokens));
    }
}
