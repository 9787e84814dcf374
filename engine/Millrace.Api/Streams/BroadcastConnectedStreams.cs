using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream without a key, and one of which every subtask sees every record.</summary>
public sealed class BroadcastConnectedStreams<T1, T2> : ConnectedStreams<T1, T2>
{
    internal BroadcastConnectedStreams(DataStream<T1> first, BroadcastStream<T2> second) : base(first, second) { }

    /// <summary>A function of its own class over the records of both, with broadcast state.</summary>
    public OperatorStream<TOut> Process<TOut>(
        BroadcastProcessFunction<T1, T2, TOut> function, string kind = "broadcast-process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        base.Process(function, kind, file, line);
}
