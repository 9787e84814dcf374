using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>A query of the benchmark, in the Api that every job has.</summary>
public abstract class NexmarkQuery
{
    /// <summary>Such as <c>q5</c>.</summary>
    public string Name => GetType().Name.ToLowerInvariant();

    /// <summary>What it asks, in words.</summary>
    public abstract string Asks { get; }

    /// <summary>The names of the columns, with a space between them.</summary>
    public abstract string Columns { get; }

    /// <summary>Defines the dataflow from the streams to the rows.</summary>
    public abstract void Define(NexmarkStreams streams, IRowSink rows);
}
