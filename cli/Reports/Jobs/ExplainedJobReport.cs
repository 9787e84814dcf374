using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>The graph of a job that was planned but not started.</summary>
/// <param name="Slots">The number of slots that it needs.</param>
/// <param name="Operators">The job's operators.</param>
/// <param name="Text">The graph as text.</param>
/// <param name="Dot">The graph in Graphviz's DOT language.</param>
internal sealed record ExplainedJobReport(int Slots, IReadOnlyList<OperatorReport> Operators, string Text, string Dot)
{
    public static ExplainedJobReport Of(ExplainJobResponse response) =>
        new(response.Slots, [.. response.Operators.Select(OperatorReport.Of)], response.Text, response.Dot);
}
