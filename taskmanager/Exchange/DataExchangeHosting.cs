using Grpc.AspNetCore.Server.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Millrace.TaskManager.Exchange;

/// <summary>Adds the service that other task managers get data from to a web host. It needs HTTP/2.</summary>
public static class DataExchangeHosting
{
    /// <summary>Adds the services that <see cref="MapDataExchange"/> needs.</summary>
    public static IServiceCollection AddDataExchange(this IServiceCollection services, DataExchange exchange)
    {
        services.AddGrpc().AddServiceOptions<DataExchangeService>(static options => options.MaxReceiveMessageSize = FrameMessage.MaxBytes);
        services.AddSingleton(exchange);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<DataExchangeService>, MethodProvider>());
        return services;
    }

    /// <summary>Maps the service.</summary>
    public static IEndpointConventionBuilder MapDataExchange(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<DataExchangeService>();

    private sealed class MethodProvider : IServiceMethodProvider<DataExchangeService>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<DataExchangeService> context) =>
            context.AddDuplexStreamingMethod(DataMethod.Open, [], static (service, requests, responses, call) => service.Open(requests, responses, call));
    }
}
