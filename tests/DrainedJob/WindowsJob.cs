using Millrace.Connectors.Files;

namespace Millrace.DrainedJob;

/// <summary>
/// For tests of a stop that drains: reads each number below a limit once and then runs forever, and counts each in its own window, which
/// only the end of event time closes.
/// </summary>
internal sealed class WindowsJob : IStreamJob
{
    private static readonly JobOption<int> Count = new("count", "N", "How many numbers.", int.Parse, 20_000);
    private static readonly JobOption<string> Output = new("output", "DIR", "Where the windows go.", static text => text, "");

    public IReadOnlyList<JobOption> Options => [Count, Output];

    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new PatientNumbers(args.Get(Count)), WatermarkStrategy.Ascending<int>().WithTimestamps(static _ => 1)).Uid("numbers")
            .KeyBy(static n => n)
            .Window(TumblingEventTimeWindows.Of(TimeSpan.FromHours(1))).Count().Uid("windows")
            .SinkToFiles(args.Get(Output), static (window, line) => line.Append(window.Key).Append('\t').Append(window.Count)).Uid("output");
}
