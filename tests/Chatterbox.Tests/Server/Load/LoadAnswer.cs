using System.Net;

namespace Chatterbox.Tests.Server.Load;

/// <summary>How a request of a load test ended.</summary>
/// <param name="Request">The request.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Body">All of the body, unless the client left.</param>
/// <param name="FirstAudio">Time from the request to the first byte of the body.</param>
/// <param name="Refusals">How often it was told to come again before it was taken.</param>
internal sealed record LoadAnswer(LoadRequest Request, HttpStatusCode Status, byte[] Body, TimeSpan FirstAudio, int Refusals);
