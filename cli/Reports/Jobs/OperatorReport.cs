using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>An operator of a job.</summary>
/// <param name="Id">The Uid, or what stands for it.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Parallelism">How many subtasks it has.</param>
/// <param name="HasUid">Whether the definition gives the Uid.</param>
internal sealed record OperatorReport(string Id, string Name, string Kind, int Parallelism, bool HasUid)
{
    public static OperatorReport Of(Operator o) => new(o.Id, o.Name, o.Kind, o.Parallelism, o.HasUid);
}
