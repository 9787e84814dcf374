using System.Text;
using Grpc.Core;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The data call: opened by the consuming task manager, one for each job and task manager that it consumes from. Requests are credit,
/// responses are granted frames, with control elements between them.
/// </summary>
internal static class DataMethod
{
    public const string Service = "millrace.internal.DataExchange";

    private const string JobKey = "millrace-job-bin";
    private const string ConsumerKey = "millrace-consumer-bin";
    private const string ProducerKey = "millrace-producer-bin";

    public static readonly Method<FrameMessage, FrameMessage> Open = new(MethodType.DuplexStreaming, Service, "Open", FrameMessage.Marshaller, FrameMessage.Marshaller);

    /// <summary>Returns the metadata of a call.</summary>
    public static Metadata Headers(DataCallHeader header, string? token)
    {
        Metadata headers = new()
        {
            { JobKey, Encoding.UTF8.GetBytes(header.Job) },
            { ConsumerKey, Encoding.UTF8.GetBytes(header.Consumer) },
            { ProducerKey, Encoding.UTF8.GetBytes(header.Producer) },
        };
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        return headers;
    }

    /// <exception cref="RpcException">A header is missing.</exception>
    public static DataCallHeader Read(Metadata headers) => new(Read(headers, JobKey), Read(headers, ConsumerKey), Read(headers, ProducerKey));

    private static string Read(Metadata headers, string key) => headers.GetValueBytes(key) is { } bytes
        ? Encoding.UTF8.GetString(bytes)
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"The header {key} is missing; only task managers open data calls."));
}
