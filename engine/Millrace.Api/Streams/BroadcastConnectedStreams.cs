using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A non-keyed stream connected to a broadcast stream.</summary>
public sealed class BroadcastConnectedStreams<T1, T2> : ConnectedStreams<T1, T2>
{
    internal BroadcastConnectedStreams(DataStream<T1> first, BroadcastStream<T2> second) : base(first, second) { }

    /// <summary>Applies a function with broadcast state to the records of both streams.</summary>
    public OperatorStream<TOut> Process<TOut>(
        BroadcastProcessFunction<T1, T2, TOut> function, string kind = "broadcast-process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        base.Process(function, kind, file, line);
}
