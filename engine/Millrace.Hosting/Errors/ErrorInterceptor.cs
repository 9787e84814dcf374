using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace Millrace.Hosting.Errors;

/// <summary>Converts exceptions to statuses: errors that the caller can fix, with their message; defects, with an id that is also logged.</summary>
public sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> log) : Interceptor
{
    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        Guard(context, () => continuation(request, context));

    /// <inheritdoc/>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(context, () => continuation(requestStream, context));

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(context, () => Completed(continuation(request, responseStream, context)));

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guard(context, () => Completed(continuation(requestStream, responseStream, context)));

    private static async Task<bool> Completed(Task task)
    {
        await task;
        return true;
    }

    private async Task<T> Guard<T>(ServerCallContext context, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(StatusOf(e, context));
        }
    }

    private Status StatusOf(Exception e, ServerCallContext context)
    {
        switch (e)
        {
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new Status(StatusCode.Cancelled, "The call was cancelled.");
            case InvalidJobException or InvalidRequestException:
                return new Status(StatusCode.InvalidArgument, e.Message);
            case TimeoutException:
                return new Status(StatusCode.DeadlineExceeded, e.Message);
            case System.Text.Json.JsonException or Google.Protobuf.InvalidProtocolBufferException:
                return new Status(StatusCode.InvalidArgument, $"A message cannot be read: {e.Message}");
            case IOException:
                LogIo(e, context.Method);
                return new Status(StatusCode.Unavailable, $"The storage or the connection failed: {e.Message} Try again.");
            default:
                // Method and time distinguish calls for people; the id finds the single log entry of this call.
                var id = Guid.CreateVersion7().ToString("N");
                LogDefect(e, context.Method, id);
                return new Status(StatusCode.Internal, $"The call failed because of a defect in the engine; see error {id} in the log.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method}: the storage or the connection failed")]
    private partial void LogIo(Exception e, string method);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed because of a defect: error {Error}")]
    private partial void LogDefect(Exception e, string method, string error);
}
