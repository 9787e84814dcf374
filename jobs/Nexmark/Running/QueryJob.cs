using Millrace;
using Nexmark.Queries;
using Nexmark.Rows;

namespace Nexmark.Running;

/// <summary><c>run</c>: a query over files, with its rows written to a file.</summary>
internal sealed class QueryJob : IStreamJob
{
    public IReadOnlyList<JobOption> Options =>
        [NexmarkOptions.Query, NexmarkOptions.EventTime, NexmarkOptions.Input, NexmarkOptions.Output, NexmarkOptions.MaxDisorder];

    /// <summary>Returns the requested query.</summary>
    public static NexmarkQuery QueryOf(JobArguments args) => NexmarkQueries.Of(args.Get(NexmarkOptions.Query), args.Get(NexmarkOptions.EventTime));

    public void Define(StreamEnvironment env, JobArguments args)
    {
        if (args.Get(NexmarkOptions.Input) is not { Length: > 0 } input) throw new InvalidJobException("run needs --input DIR, the folder of the three files.");
        if (args.Get(NexmarkOptions.Output) is not { Length: > 0 } output) throw new InvalidJobException("run needs --output FILE, the file for the rows.");
        QueryOf(args).Define(InputFiles.Read(env, input, args.Get(NexmarkOptions.MaxDisorder)), new FileRows(RowFile.FolderOf(output)));
    }
}
