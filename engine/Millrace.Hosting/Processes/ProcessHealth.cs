using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Millrace.Hosting.Processes;

/// <summary>Whether a process is alive (<c>/healthz</c>), and whether it can do its work (<c>/readyz</c>, and gRPC's health service).</summary>
public static class ProcessHealth
{
    private const string Ready = "ready";

    /// <summary>Adds the checks.</summary>
    /// <param name="services">The services.</param>
    /// <param name="whyNotReady">Returns why the process cannot do its work, as text; null where it can.</param>
    public static IServiceCollection AddProcessHealth(this IServiceCollection services, Func<IServiceProvider, Task<string?>> whyNotReady)
    {
        services.AddGrpcHealthChecks().Add(new HealthCheckRegistration(Ready, s => new Check(() => whyNotReady(s)), HealthStatus.Unhealthy, [Ready]));
        services.Configure<HealthCheckPublisherOptions>(static publisher =>
        {
            publisher.Delay = TimeSpan.FromSeconds(1);
            publisher.Period = TimeSpan.FromSeconds(5);
        });
        return services;
    }

    /// <summary>Maps the health endpoints, and gRPC's health service.</summary>
    public static void MapProcessHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = static _ => false });
        endpoints.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(Ready), ResponseWriter = Write });
        endpoints.MapGrpcHealthChecksService();
    }

    private static Task Write(HttpContext context, HealthReport report) =>
        context.Response.WriteAsync(report.Entries.Values.Select(static e => e.Description).FirstOrDefault(static d => d is not null) ?? report.Status.ToString());

    private sealed class Check(Func<Task<string?>> whyNot) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await whyNot() is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy();
    }
}
