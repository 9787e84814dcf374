using Grpc.Core;
using Millrace.Hosting.Errors;
using Millrace.Hosting.Processes;
using Millrace.JobManager.Services;

namespace Millrace.JobManager.Composition;

/// <summary>Registers the control API: gRPC with reflection, and the same services as JSON.</summary>
internal static class ControlApiRegistration
{
    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddControlApi(this IServiceCollection services)
    {
        services.AddSingleton(static s => new ProcessStart(s.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddGrpc().AddJsonTranscoding()
            .AddServiceOptions<ClusterService>(static grpc => grpc.Interceptors.Add<LeaderInterceptor>())
            .AddServiceOptions<JobsService>(static grpc => grpc.Interceptors.Add<LeaderInterceptor>())
            .AddServiceOptions<ArtifactsService>(static grpc =>
            {
                grpc.Interceptors.Add<LeaderInterceptor>();
                grpc.MaxReceiveMessageSize = ArtifactsService.PartLimit;
            });
        services.AddGrpcReflection();
        services.AddProcessHealth(static s => s.GetRequiredService<DispatcherHealth>().WhyNotReadyAsync());
        services.AddSingleton<DispatcherHealth>();
        return services;
    }

    /// <summary>Maps the services, and a fallback for every other path.</summary>
    public static void MapControlApi(this WebApplication app)
    {
        app.Services.GetRequiredService<ProcessStart>();
        app.MapGrpcService<ClusterService>();
        app.MapGrpcService<ArtifactsService>();
        app.MapJobs();
        app.MapGrpcReflectionService();
        app.MapProcessHealth();
        app.MapProcessMetrics();
        app.MapFallback(static context => ErrorAnswers.WriteAsync(
            context, StatusCode.NotFound, $"There is nothing at {context.Request.Method} {context.Request.Path}; the .proto files of millrace.v1 name all paths."));
    }
}
