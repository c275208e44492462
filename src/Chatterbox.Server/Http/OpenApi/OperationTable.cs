using System.Text.RegularExpressions;
using Chatterbox.Server.Operation;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>All that is said of the routes, found by method and path.</summary>
internal sealed partial class OperationTable
{
    private readonly Dictionary<(string Method, string Path), OperationDescription> _operations;

    /// <summary>The descriptions with the limits of a server.</summary>
    public OperationTable(ServerOptions options)
    {
        var fields = new SpeechFields(options);
        _operations = SpeechOperations.Of(fields)
            .Concat(ClientOperations.Of(fields, options))
            .Concat(ModelOperations.All)
            .Concat(LoadedModelOperations.All)
            .Concat(VoiceOperations.Of(options))
            .Concat(ServiceOperations.All)
            .ToDictionary(operation => (operation.Method, operation.Path));
    }

    /// <summary>The routes that are described, by method and path.</summary>
    public IEnumerable<(string Method, string Path)> Routes => _operations.Keys;

    /// <summary>What is said of a route, or null.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="pattern">The path as it is mapped; the kinds of its parameters do not count.</param>
    public OperationDescription? Find(string method, string pattern) => _operations.GetValueOrDefault((method.ToUpperInvariant(), PathOf(pattern)));

    /// <summary>A path without the kinds of its parameters: /voices/{voice}/clips/{clip}.</summary>
    public static string PathOf(string pattern) => '/' + Parameter().Replace(pattern, "{$1}").Trim('/');

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
