using Chatterbox.Server.Commands;

namespace Chatterbox.Server.Download;

/// <summary>A server that holds repositories as Hugging Face does.</summary>
internal sealed class HubEndpoint
{
    /// <summary>Where the models are published.</summary>
    public const string Default = "https://huggingface.co";

    private readonly Uri _root;

    private HubEndpoint(Uri root) => _root = root;

    /// <summary>Its name, with the port if it is an unusual one.</summary>
    public string Host => _root.Authority;

    /// <summary>Reads an address, with or without a path.</summary>
    /// <exception cref="UsageException">It is no address of a server.</exception>
    public static HubEndpoint Parse(string address) =>
        Uri.TryCreate(address.TrimEnd('/'), UriKind.Absolute, out Uri? root)
        && (root.Scheme == Uri.UriSchemeHttps || root.Scheme == Uri.UriSchemeHttp)
        && root is { UserInfo: "", Query: "", Fragment: "" }
            ? new HubEndpoint(root)
            : throw new UsageException($"The endpoint must look like {Default}, without a password or a question mark.");

    /// <summary>The address of a file.</summary>
    public Uri Address(HubFile file) =>
        new($"{Page(file.Repository)}/resolve/{Uri.EscapeDataString(file.Revision)}/{Uri.EscapeDataString(file.Name)}");

    /// <summary>The address of a page, such as that of a repository.</summary>
    public string Page(string path) => $"{_root.AbsoluteUri.TrimEnd('/')}/{path}";

    /// <summary>Whether an address is on this very server: the same scheme, host and port.</summary>
    public bool Owns(Uri address) =>
        Uri.Compare(_root, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
