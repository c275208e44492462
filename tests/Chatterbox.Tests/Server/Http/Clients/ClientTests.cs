namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>The tests of other servers' clients share one server, and run one after the other as all tests of the server do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClientTests : ICollectionFixture<ClientServer>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "clients of other servers";
}
