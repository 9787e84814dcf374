using System.Globalization;

namespace Millrace.Bench.Recovery;

/// <summary>Visits keys without end; says when each subtask of the visits was restored, and when it put out records.</summary>
internal sealed class RecoveryJob : IStreamJob
{
    /// <summary>The operator id of the visits.</summary>
    public const string Visits = "visits";

    private static readonly JobOption<long> s_keys = new("keys", "N", "How many keys there are.", static text => long.Parse(text, CultureInfo.InvariantCulture), 10_000_000);
    private static readonly JobOption<int> s_rate = new("rate", "N", "How many keys are visited a second.", static text => int.Parse(text, CultureInfo.InvariantCulture), 20_000);
    private static readonly JobOption<string> s_stamps = new("stamps", "DIR", "Where the stamps go.", static text => text, "");

    public IReadOnlyList<JobOption> Options => [s_keys, s_rate, s_stamps];

    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(new VisitSource(args.Get(s_keys), args.Get(s_rate))).Uid("keys")
            .KeyBy(static key => key).Process(new Visit()).Uid(Visits)
            .SinkTo(new StampSink(args.Get(s_stamps))).Uid("stamps");
}
