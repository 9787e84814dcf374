using Google.Protobuf;

namespace Millrace.Cli.Tests.Fakes;

/// <param name="Method">The name of the call.</param>
/// <param name="Request">The request.</param>
/// <param name="Authorization">The authorization header; null where there was none.</param>
/// <param name="Limit">How long the caller waits.</param>
internal sealed record FakeCall(string Method, IMessage Request, string? Authorization, TimeSpan Limit);
