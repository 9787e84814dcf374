namespace Millrace.Tests.Testing.Harness;

/// <summary>What the harness must know about an operator to check its output.</summary>
public sealed record HarnessOptions<TOut>
{
    /// <summary>The key by which output is in order at any parallelism; null where only the set of records is the same.</summary>
    public Func<TOut, object>? KeyOf { get; init; }

    /// <summary>Whether the operator gives the same output at every parallelism.</summary>
    public bool Rescales { get; init; } = true;

    /// <summary>Whether a single subtask has only one possible output order.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Whether output appears once although a task does more after its snapshot before it is lost; false for at-least-once sinks.</summary>
    public bool ExactlyOnce { get; init; } = true;

    /// <summary>Only one in this many variations runs, different ones for different scripts: for many scripts of one operator.</summary>
    public int OneOf { get; init; } = 1;
}
