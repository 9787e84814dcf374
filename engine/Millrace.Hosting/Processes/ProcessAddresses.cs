using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Millrace.Hosting.Processes;

/// <summary>Where a process listens, once it does: ports that were left free have their numbers.</summary>
public static class ProcessAddresses
{
    /// <summary>The addresses, in the order in which they were asked for.</summary>
    public static IReadOnlyList<Uri> Of(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return [.. bound.Select(static a => new Uri(a.Replace("[::]", "0.0.0.0", StringComparison.Ordinal)))];
    }

    /// <summary>An address as others may use it: of one that stands for all addresses, this machine's name.</summary>
    public static string Reachable(Uri address, string? host)
    {
        var name = host ?? (IPAddress.TryParse(address.Host, out var ip) && ip.Equals(IPAddress.Any) ? Dns.GetHostName() : address.Host);
        return new UriBuilder(address) { Host = name }.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>An address in a line for people and scripts.</summary>
    public static string Plain(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
