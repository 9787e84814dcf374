using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream whose every record goes to each of the next operator's subtasks.</summary>
public sealed class BroadcastStream<T> : DataStream<T>
{
    internal BroadcastStream(StreamEnvironment env, StreamInput<T>[] inputs) : base(env, inputs) { }
}
