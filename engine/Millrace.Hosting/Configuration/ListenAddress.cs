using System.Globalization;
using System.Net;

namespace Millrace.Hosting.Configuration;

/// <summary>Where a process listens.</summary>
/// <param name="Address">The address; <see cref="IPAddress.Any"/> for all.</param>
/// <param name="Port">The port; 0 for a free one.</param>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>What a text should be.</summary>
    public const string Expected = "give an address and a port, such as 127.0.0.1:8081; port 0 takes a free one, and 0.0.0.0 or * listens on all addresses.";

    /// <summary>Whether nobody outside of this machine reaches it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads an address with its port; null where it is none.</summary>
    public static ListenAddress? TryParse(string? text)
    {
        var colon = text?.LastIndexOf(':') ?? -1;
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort && TryParseHost(text![..colon]) is { } address
            ? new ListenAddress(address, port)
            : null;
    }

    /// <summary>Reads an address; null where it is none.</summary>
    public static IPAddress? TryParseHost(string? text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ => IPAddress.TryParse(text?.Trim('[', ']'), out var address) ? address : null,
    };
}
