using System.Globalization;
using Millrace.Connectors.Files;

namespace Millrace.SlowJob;

/// <summary>
/// For tests of checkpoints under backpressure: each of the numbers below a limit is counted by its key behind a full exchange, and the counting takes long,
/// so that records wait everywhere. Every count of every key is written once.
/// </summary>
internal sealed class SlowCountsJob : IStreamJob
{
    /// <summary>How many keys there are.</summary>
    public const int Keys = 50;

    private static readonly JobOption<int> s_count = new("count", "N", "How many numbers.", static text => int.Parse(text, CultureInfo.InvariantCulture), 250_000);
    private static readonly JobOption<int> s_rate = new("rate", "N", "How many numbers a subtask counts in a millisecond.", static text => int.Parse(text, CultureInfo.InvariantCulture), 4);
    private static readonly JobOption<string> s_output = new("output", "DIR", "Where the counts go.", static text => text, "");

    public IReadOnlyList<JobOption> Options => [s_count, s_rate, s_output];

    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new Numbers(args.Get(s_count))).Uid("numbers")
            .KeyBy(static n => n % Keys).Process(new SlowCount(args.Get(s_rate))).Uid("counts")
            .SinkToFiles(args.Get(s_output), static (count, line) => line.Append(count.Key).Append('\t').Append(count.Count)).Uid("output");
}
