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

// Without a value, --event-time is a switch.
var options = args.Skip(1).SelectMany((a, i) => a == EventTime && !bool.TryParse(args.ElementAtOrDefault(i + 2), out _) ? [EventTime, "true"] : new[] { a }).ToArray();
switch (args.FirstOrDefault())
{
    case "run":
        if (!Has("--restore") && !Has("--explain") && !Has("--help") && RunOption("--output") is { } stale) RowFile.Discard(stale);
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

void Complete(JobReport report, JobArguments args)
{
    if (report.State != "finished") return;
    var output = args.Get(NexmarkOptions.Output);
    RowFile.Complete(output, QueryJob.QueryOf(args).Columns);
    // A job that can be restored must find its rows again if it is killed here.
    if (!Has("--checkpoint-dir")) RowFile.Discard(output);
}

bool Has(string option) => Array.Exists(options, o => o == option || o.StartsWith($"{option}=", StringComparison.Ordinal));

string? RunOption(string option) => Array.FindIndex(options, o => o == option || o.StartsWith($"{option}=", StringComparison.Ordinal)) switch
{
    < 0 => null,
    var at when options[at].Length > option.Length => options[at][(option.Length + 1)..],
    var at => options.ElementAtOrDefault(at + 1),
};
