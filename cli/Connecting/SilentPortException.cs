namespace Millrace.Cli.Connecting;

/// <summary>A port accepted a connection, and then sent nothing.</summary>
/// <param name="limit">How long was waited.</param>
internal sealed class SilentPortException(TimeSpan limit) : IOException($"the port accepted a connection, but did not answer within {limit.TotalSeconds:0.##} s");
