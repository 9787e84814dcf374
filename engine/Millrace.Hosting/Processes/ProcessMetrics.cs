using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Millrace.Core.Metrics;
using OpenTelemetry.Metrics;

namespace Millrace.Hosting.Processes;

/// <summary>The metrics of a process in the Prometheus text format, at <c>/metrics</c>: the engine's, and those of the runtime.</summary>
public static class ProcessMetrics
{
    private const string Runtime = "System.Runtime";

    /// <summary>Adds the engine's instruments, as a singleton, and the export.</summary>
    public static IServiceCollection AddProcessMetrics(this IServiceCollection services)
    {
        services.AddSingleton<EngineMeter>();
        services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(MetricNames.Meter, Runtime).AddPrometheusExporter());
        return services;
    }

    /// <summary>Maps <c>/metrics</c>.</summary>
    public static void MapProcessMetrics(this IEndpointRouteBuilder endpoints)
    {
        // Creates the instruments, so that they exist from the first scrape on.
        endpoints.ServiceProvider.GetRequiredService<EngineMeter>();
        endpoints.MapPrometheusScrapingEndpoint();
    }
}
