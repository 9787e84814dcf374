using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Errors;
using Millrace.Hosting.Logs;
using Millrace.Hosting.Security;

namespace Millrace.Hosting.Processes;

/// <summary>The common web host of both processes.</summary>
public static class ProcessHost
{
    private const int MaxHeaderBytes = 32 << 10;

    /// <summary>Creates a host with its settings and logs to standard error, which does not listen yet.</summary>
    public static WebApplicationBuilder CreateBuilder(IConfigurationRoot settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings);
        // Container images set these; only the process's own settings determine where it listens.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "").UseSetting(WebHostDefaults.HttpPortsKey, "").UseSetting(WebHostDefaults.HttpsPortsKey, "");
        builder.AddLogs();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(static s => new ProcessEnd(Environment.Exit, s.GetRequiredService<IHostApplicationLifetime>().StopApplication, s.GetRequiredService<ILogger<ProcessEnd>>()));
        builder.Services.AddGrpc(static grpc => grpc.Interceptors.Add<ErrorInterceptor>());
        return builder;
    }

    /// <summary>Listens on a port that speaks HTTP/2 only, for gRPC with or without TLS.</summary>
    public static WebApplicationBuilder ListenForGrpc(this WebApplicationBuilder builder, ListenAddress address, ServerSecurity security) =>
        builder.Listen(address, HttpProtocols.Http2, security);

    /// <summary>Listens on a port for HTTP/1.1, and HTTP/2 where there is TLS.</summary>
    public static WebApplicationBuilder ListenForHttp(this WebApplicationBuilder builder, ListenAddress address, ServerSecurity security) =>
        builder.Listen(address, security.ServesTls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1, security);

    private static WebApplicationBuilder Listen(this WebApplicationBuilder builder, ListenAddress address, HttpProtocols protocols, ServerSecurity security)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            // A control stream may be mostly idle for as long as it lasts, and an upload may be slow.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(address.Address, address.Port, listen =>
            {
                listen.Protocols = protocols;
                security.Configure(listen);
            });
        });
        return builder;
    }

    private static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.Configure(static logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Services.AddSingleton<ConsoleFormatter, EscapedLogFormatter>();
        builder.Logging.AddConsole(static console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FormatterName ??= EscapedLogFormatter.FormatterName;
        });
    }
}
