using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Hosts;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>A task manager's data exchange behind Kestrel on a free port.</summary>
internal sealed class ExchangeHost : IAsyncDisposable
{
    private readonly WebApplication _web;

    private ExchangeHost(WebApplication web, DataExchange exchange, ThreadHost threads)
    {
        (_web, Exchange, Threads) = (web, exchange, threads);
        var url = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new TaskManagerAddress(exchange.Id, url);
    }

    public DataExchange Exchange { get; }

    public ThreadHost Threads { get; }

    public TaskManagerAddress Address { get; }

    public static async Task<ExchangeHost> Start(string id, TimeProvider? time = null)
    {
        var threads = new ThreadHost(static e => throw e);
        var exchange = new DataExchange(id, time ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static o => o.Listen(System.Net.IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddDataExchange(exchange);
        var web = builder.Build();
        web.MapDataExchange();
        await web.StartAsync();
        return new ExchangeHost(web, exchange, threads);
    }

    /// <summary>Ends the process, as far as others can tell.</summary>
    public async ValueTask DisposeAsync()
    {
        Exchange.Dispose();
        await _web.DisposeAsync();
    }
}
