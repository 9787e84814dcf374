namespace Millrace.TaskManager.Exchange;

/// <summary>How task managers exchange data.</summary>
public sealed record DataExchangeOptions
{
    /// <value>The maximum number of frames of records in flight in a channel, 1 or more. Default 8, of up to 64 KiB each.</value>
    public int Window { get; init; } = 8;

    /// <value>Up to how many bytes of waiting frames a message gathers; it may exceed this by a frame. Default 256 KiB.</value>
    public int MessageBytes { get; init; } = 256 << 10;

    /// <value>How often a connection is pinged, and how long the answer may take. Default 5 s.</value>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>The token that every call carries; null where none is required. Default null.</value>
    public string? BearerToken { get; init; }

    /// <value>Configures TLS and the like in the handler of each peer; null where that is not needed. Default null.</value>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; init; }
}
