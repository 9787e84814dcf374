namespace Millrace.Tests.Testing.Harness;

/// <summary>What the harness must know of an operator to judge its output.</summary>
public sealed record HarnessOptions<TOut>
{
    /// <summary>The key by which output is in order however the operator is rescaled; null where only the set of records is the same.</summary>
    public Func<TOut, object>? KeyOf { get; init; }

    /// <summary>Whether the operator gives the same output at every parallelism.</summary>
    public bool Rescales { get; init; } = true;

    /// <summary>Whether one subtask alone gives its output in one order only.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>Whether output stays once although a task does more after its snapshot before it is lost; false for at-least-once sinks.</summary>
    public bool ExactlyOnce { get; init; } = true;

    /// <summary>Whether the watermark that the operator sees is state; that of functions without a key is not.</summary>
    public bool KeepsWatermark { get; init; } = true;

    /// <summary>Only one of so many variations runs, other ones for other scripts: for tables of many scripts of one operator.</summary>
    public int OneOf { get; init; } = 1;
}
