namespace Millrace.TaskManager.Exchange;

/// <summary>How task managers exchange data.</summary>
public sealed record DataExchangeOptions
{
    /// <value>How many frames of records may be on the way in a channel, 1 or more. Default 8, of 64 KiB at most.</value>
    public int Window { get; init; } = 8;

    /// <value>How many bytes of frames a message gathers while there are any; it may be longer by a frame. Default 256 KiB.</value>
    public int MessageBytes { get; init; } = 256 << 10;

    /// <value>For how long a data call that no attempt uses is kept for the next one. Default 60 s.</value>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>How often a connection is asked whether it lives, and how long the answer may take. Default 5 s.</value>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>The token that every call carries; null where none is asked for. Default null.</value>
    public string? BearerToken { get; init; }

    /// <value>Sets up TLS and the like in the handler of each peer; null where nothing is to be done. Default null.</value>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; init; }
}
