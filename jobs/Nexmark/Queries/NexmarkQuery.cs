using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>A query of the benchmark, written with the public API.</summary>
public abstract class NexmarkQuery
{
    /// <summary>The name, such as <c>q5</c>.</summary>
    public string Name => GetType().Name.ToLowerInvariant();

    /// <summary>What the query asks for, as text.</summary>
    public abstract string Asks { get; }

    /// <summary>The names of the columns, separated by spaces.</summary>
    public abstract string Columns { get; }

    /// <summary>Defines the dataflow from the streams to the rows.</summary>
    public abstract void Define(NexmarkStreams streams, IRowSink rows);
}
