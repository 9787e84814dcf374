using Grpc.Core;

namespace Millrace.Hosting.Control;

/// <summary>The call that each task manager keeps open to the job manager: messages in order, both ways.</summary>
public static class ControlCall
{
    /// <summary>The service's name.</summary>
    public const string Service = "millrace.internal.TaskManagers";

    /// <summary>The call.</summary>
    public static Method<JobManagerMessage, TaskManagerMessage> Connect { get; } = new(
        MethodType.DuplexStreaming, Service, nameof(Connect), Marshaller(ControlCodec.ToJobManager), Marshaller(ControlCodec.ToTaskManager));

    private static Marshaller<T> Marshaller<T>(ControlCodec<T> codec) => Marshallers.Create(
        (message, context) =>
        {
            codec.Write(message, context.GetBufferWriter());
            context.Complete();
        },
        context => codec.Read(context.PayloadAsReadOnlySequence()));
}
