namespace Chatterbox.Tests.Server.Http;

/// <summary>Tests that start servers run one after the other: each has two threads of work for two processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServerTests
{
    /// <summary>The collection's name.</summary>
    public const string Name = "server";
}
