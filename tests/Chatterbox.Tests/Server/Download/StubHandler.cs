using System.Net;

namespace Chatterbox.Tests.Server.Download;

/// <summary>Answers requests to any host without a network, for what a server on this machine cannot show: https.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>The addresses asked for, with the token shown to them.</summary>
    public List<(string Address, string? Token)> Requests { get; } = [];

    /// <summary>A redirect.</summary>
    public static HttpResponseMessage Redirect(string location)
    {
        HttpResponseMessage response = new(HttpStatusCode.Found);
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString()));
        return Task.FromResult(answer(request));
    }
}
