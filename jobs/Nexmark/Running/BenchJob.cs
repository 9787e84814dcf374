using Millrace;
using Nexmark.Rows;

namespace Nexmark.Running;

/// <summary><c>bench</c>: a query over the generator's events, with its rows counted and hashed.</summary>
internal sealed class BenchJob(RowTotals totals) : IStreamJob
{
    public IReadOnlyList<JobOption> Options => [NexmarkOptions.Query, NexmarkOptions.EventTime, NexmarkOptions.Events, NexmarkOptions.Seed];

    public void Define(StreamEnvironment env, JobArguments args) => QueryJob.QueryOf(args).Define(
        GeneratedEvents.Make(env, args.Get(NexmarkOptions.Seed), args.Get(NexmarkOptions.Events)), new HashedRows(totals));
}
