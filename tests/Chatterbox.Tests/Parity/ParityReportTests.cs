using Chatterbox.Parity;

namespace Chatterbox.Tests.Parity;

public sealed class ParityReportTests
{
    private readonly ParityReport _report = new();

    private ParityLine Line => Assert.Single(_report.Lines);

    [Fact]
    public void Ids_may_differ_at_an_open_place()
    {
        _report.CompareIds("ids", [1, 2, 3], [1, 9, 3], new HashSet<int> { 1 });
        Assert.True(Line.Passed);
        Assert.Equal("1 differ where they may", Line.Detail);
    }

    /// <summary>An open place elsewhere allows nothing here, also when the open one agrees.</summary>
    [Fact]
    public void Ids_may_not_differ_beside_an_open_place()
    {
        _report.CompareIds("ids", [1, 2, 3], [1, 2, 9], new HashSet<int> { 1 });
        Assert.False(Line.Passed);
        Assert.Equal((1, 0), (Line.Error, Line.Bound));
        Assert.Equal("ours/recorded 9/3 at 2", Line.Detail);
    }

    [Fact]
    public void Ids_must_be_as_many_even_if_all_places_are_open()
    {
        _report.CompareIds("ids", [1, 2], [1, 2, 3], new HashSet<int> { 0, 1, 2 });
        Assert.False(Line.Passed);
        Assert.Equal("3 ids, recorded 2", Line.Detail);
    }

    [Fact]
    public void The_first_five_ids_that_differ_are_shown()
    {
        _report.CompareIds("ids", [0, 1, 2, 3, 4, 5, 6], [0, 11, 12, 13, 14, 15, 16]);
        Assert.Equal(6, Line.Error);
        Assert.Equal("ours/recorded 11/1 at 1, 12/2 at 2, 13/3 at 3, 14/4 at 4, 15/5 at 5", Line.Detail);
    }
}
