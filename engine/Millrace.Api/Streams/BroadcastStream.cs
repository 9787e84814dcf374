using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream whose every record goes to all subtasks of the next operator.</summary>
public sealed class BroadcastStream<T> : DataStream<T>
{
    internal BroadcastStream(StreamEnvironment env, StreamInput<T>[] inputs) : base(env, inputs) { }
}
