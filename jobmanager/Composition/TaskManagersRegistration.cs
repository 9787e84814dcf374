using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Millrace.Hosting.Control;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager.Composition;

/// <summary>Registers the task managers' sessions.</summary>
internal static class TaskManagersRegistration
{
    /// <summary>Adds the call that carries the sessions, and their options.</summary>
    public static IServiceCollection AddTaskManagers(this IServiceCollection services, JobManagerOptions options)
    {
        services.AddSingleton(new TaskManagerSessionOptions(options.Location.ToString())
        {
            BeatInterval = options.HeartbeatInterval,
            SilenceLimit = options.HeartbeatTimeout,
            PlanLimit = options.PlanLimit,
            CollectibleJobs = options.CollectibleJobs,
        });
        services.AddGrpc().AddServiceOptions<TaskManagersService>(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MessageLimit;
            grpc.MaxSendMessageSize = null;
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<TaskManagersService>, ControlCallProvider>());
        return services;
    }

    /// <summary>Maps the call that task managers open.</summary>
    public static void MapTaskManagers(this WebApplication app) => app.MapGrpcService<TaskManagersService>();

    /// <summary>Declares the call, which is not in any .proto file.</summary>
    private sealed class ControlCallProvider : IServiceMethodProvider<TaskManagersService>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TaskManagersService> context) =>
            context.AddDuplexStreamingMethod(ControlCall.Connect, [], static (service, incoming, outgoing, call) => service.Connect(incoming, outgoing, call));
    }
}
