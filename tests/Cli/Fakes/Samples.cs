using Google.Protobuf.WellKnownTypes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Fakes;

/// <summary>Sample messages of a job manager.</summary>
internal static class Samples
{
    public const string Id = "3f2a9c01";

    /// <summary>The id of each command.</summary>
    public const string Command = "7d41";
    public const string Artifact = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>A time on the day of <see cref="VirtualTime"/>.</summary>
    public static Timestamp At(int hour, int minute, double second = 0) =>
        Timestamp.FromDateTime(new DateTime(2026, 3, 1, hour, minute, 0, DateTimeKind.Utc).AddSeconds(second));

    /// <summary>A job that has been running since 11:58, and that the test can change.</summary>
    public static Job Running(Action<Job>? change = null)
    {
        var job = new Job
        {
            Id = Id,
            Name = "WordCount",
            State = Job.Types.State.Running,
            Parallelism = 4,
            RequestedParallelism = 4,
            MaxParallelism = 720,
            Restarts = 1,
            LatestCheckpoint = 17,
            Checkpoints = 16,
            Started = At(11, 58),
            Artifact = Artifact,
            Attempt = 2,
            TaskManagers = { "tm-1", "tm-2" },
            Operators =
            {
                new Operator { Id = "lines", Name = "lines", Kind = "source", Parallelism = 4, HasUid = true },
                new Operator { Id = "0a1b", Name = "flatMap", Kind = "flatMap", Parallelism = 4 },
            },
        };
        change?.Invoke(job);
        return job;
    }

    public static Failure Failure() => new()
    {
        Domain = "user",
        Operator = "counts",
        Message = "no such word",
        Record = "record 7",
        Details = "System.FormatException: no such word\n   at Words.Split()\n",
        Time = At(11, 59),
        Attempt = 1,
    };
}
