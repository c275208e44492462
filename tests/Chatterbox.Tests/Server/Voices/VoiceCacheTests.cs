using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

public sealed class VoiceCacheTests
{
    /// <summary>256 of the embedding, 3 and 2 tokens, 4 frames of 80, 192 of the x-vector, four bytes each.</summary>
    private const int SmallBytes = 4 * (256 + 3 + 2 + 320 + 192);

    [Fact]
    public void The_size_is_that_of_the_arrays() => Assert.Equal(SmallBytes, VoiceCache.SizeOf(LibraryFolder.Small()));

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        VoiceCache cache = new(maxCount: 2, maxBytes: long.MaxValue);
        Voice a = LibraryFolder.Small(), b = LibraryFolder.Small(), c = LibraryFolder.Small();
        cache.Add("a", a);
        cache.Add("b", b);
        Assert.Same(a, cache.Get("a"));
        cache.Add("c", c);
        Assert.Null(cache.Get("b"));
        Assert.Same(a, cache.Get("a"));
        Assert.Same(c, cache.Get("c"));
    }

    [Fact]
    public void Bytes_are_bounded()
    {
        VoiceCache cache = new(maxCount: 100, maxBytes: 3 * SmallBytes);
        for (int i = 0; i < 10; i++)
            cache.Add($"{i}", LibraryFolder.Small());
        Assert.Equal(["7", "8", "9"], Enumerable.Range(0, 10).Select(i => $"{i}").Where(key => cache.Get(key) is not null));
    }

    [Fact]
    public void A_voice_replaced_counts_once()
    {
        VoiceCache cache = new(maxCount: 100, maxBytes: 2 * SmallBytes);
        cache.Add("a", LibraryFolder.Small());
        Voice last = LibraryFolder.Small();
        for (int i = 0; i < 5; i++)
            cache.Add("b", last);
        Assert.NotNull(cache.Get("a"));
        Assert.Same(last, cache.Get("b"));
    }

    [Fact]
    public void A_voice_larger_than_all_that_is_allowed_is_not_kept()
    {
        VoiceCache cache = new(maxCount: 100, maxBytes: SmallBytes - 1);
        cache.Add("a", LibraryFolder.Small());
        Assert.Null(cache.Get("a"));
    }
}
