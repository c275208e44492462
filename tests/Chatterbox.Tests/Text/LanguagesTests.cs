using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class LanguagesTests
{
    [Fact]
    public void Codes_are_found_in_any_case()
    {
        Assert.Equal(23, Languages.All.Count);
        Assert.True(Languages.TryFind("SW", out Language? language));
        Assert.Equal(new Language("sw", "Swahili"), language);
        Assert.False(Languages.TryFind("xx", out _));
    }
}
