using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>The graph of a job that was planned and not started.</summary>
/// <param name="Slots">How many it needs.</param>
/// <param name="Operators">What it consists of.</param>
/// <param name="Text">The graph for people.</param>
/// <param name="Dot">The graph in the language of Graphviz.</param>
internal sealed record ExplainedJobReport(int Slots, IReadOnlyList<OperatorReport> Operators, string Text, string Dot)
{
    public static ExplainedJobReport Of(ExplainJobResponse response) =>
        new(response.Slots, [.. response.Operators.Select(OperatorReport.Of)], response.Text, response.Dot);
}
