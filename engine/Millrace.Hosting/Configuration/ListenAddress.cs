using System.Globalization;
using System.Net;

namespace Millrace.Hosting.Configuration;

/// <summary>The address that a process listens on.</summary>
/// <param name="Address">The IP address; <see cref="IPAddress.Any"/> for all.</param>
/// <param name="Port">The port; 0 for a free one.</param>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>The expected form, for messages.</summary>
    public const string Expected = "give an address and a port, such as 127.0.0.1:8081; port 0 takes a free one, and 0.0.0.0 or * listens on all addresses.";

    /// <summary>Whether the address can only be reached from this machine.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Parses an address with its port; null where the text is not one.</summary>
    public static ListenAddress? TryParse(string? text)
    {
        var colon = text?.LastIndexOf(':') ?? -1;
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort && TryParseHost(text![..colon]) is { } address
            ? new ListenAddress(address, port)
            : null;
    }

    /// <summary>Parses an address; null where the text is not one.</summary>
    public static IPAddress? TryParseHost(string? text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ => IPAddress.TryParse(text?.Trim('[', ']'), out var address) ? address : null,
    };
}
