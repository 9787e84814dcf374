namespace Millrace.Cli.Tests.Fakes;

/// <summary>The environment of a run.</summary>
internal sealed record CliRunOptions
{
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <value>The width of the terminal in columns; null for no terminal.</value>
    public int? Width { get; init; }

    public TimeProvider Time { get; init; } = new VirtualTime();

    public CancellationToken Interrupted { get; init; }
}
