namespace Chatterbox.Tests.Server.Commands;

/// <summary>Tests that take over the console, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleTests
{
    /// <summary>What the test classes name.</summary>
    public const string Name = "Console";
}
