using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>An operator of a job.</summary>
/// <param name="Id">The Uid, or the generated id in its place.</param>
/// <param name="Name">The display name.</param>
/// <param name="Kind">The operator's kind.</param>
/// <param name="Parallelism">The number of its subtasks.</param>
/// <param name="HasUid">Whether the definition sets the Uid.</param>
internal sealed record OperatorReport(string Id, string Name, string Kind, int Parallelism, bool HasUid)
{
    public static OperatorReport Of(Operator o) => new(o.Id, o.Name, o.Kind, o.Parallelism, o.HasUid);
}
