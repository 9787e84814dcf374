namespace Millrace.Cli.Tests.Fakes;

/// <summary>What surrounds a run.</summary>
internal sealed record CliRunOptions
{
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <value>How many columns the terminal has; null for none.</value>
    public int? Width { get; init; }

    public TimeProvider Time { get; init; } = new VirtualTime();

    public CancellationToken Interrupted { get; init; }
}
