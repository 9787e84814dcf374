using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Millrace.Hosting.Processes;

/// <summary>The addresses that a process listens on, once it does, with the numbers of automatically assigned ports.</summary>
public static class ProcessAddresses
{
    /// <summary>Returns the addresses, in the order in which they were configured.</summary>
    public static IReadOnlyList<Uri> Of(WebApplication app) => Of(app.Services);

    /// <summary>Returns the addresses, in the order in which they were configured.</summary>
    public static IReadOnlyList<Uri> Of(IServiceProvider services)
    {
        var bound = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return [.. bound.Select(static a => new Uri(a.Replace("[::]", "0.0.0.0", StringComparison.Ordinal)))];
    }

    /// <summary>Returns an address as others may use it: if it stands for all addresses, with this machine's name.</summary>
    public static string Reachable(Uri address, string? host)
    {
        var name = host ?? (IPAddress.TryParse(address.Host, out var ip) && ip.Equals(IPAddress.Any) ? Dns.GetHostName() : address.Host);
        return new UriBuilder(address) { Host = name }.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Formats an address for people and scripts.</summary>
    public static string Plain(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
