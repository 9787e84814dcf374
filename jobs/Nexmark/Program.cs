using Millrace;
using Millrace.Local;
using Nexmark;
using Nexmark.Queries;
using Nexmark.Running;

const string EventTime = "--event-time";
const string Usage = """
    usage: nexmark run   --query Q --input DIR --output FILE [options]
           nexmark bench --query Q [--events N] [options]
           nexmark list
    'run --help' and 'bench --help' show the options.
    """;

// A switch for users, a value for the job.
var options = args.Skip(1).SelectMany(a => a == EventTime ? [EventTime, "true"] : new[] { a }).ToArray();
switch (args.FirstOrDefault())
{
    case "run":
        return JobProgram.Run(options, () => new QueryJob(), Complete);
    case "bench":
        return Bench.Run(options);
    case "list":
        foreach (var query in NexmarkQueries.All()) Console.WriteLine($"{query.Name,-4} {query.Asks}");
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static void Complete(JobReport report, JobArguments args)
{
    if (report.State == "finished") RowFile.Complete(args.Get(NexmarkOptions.Output), QueryJob.QueryOf(args).Columns);
}
