using Google.Protobuf;

namespace Millrace.Cli.Tests.Fakes;

/// <param name="Method">The name of the call.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Authorization">By whom; null where nothing was said.</param>
internal sealed record FakeCall(string Method, IMessage Request, string? Authorization);
