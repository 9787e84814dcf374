using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager;

/// <summary>Ids of jobs: they begin with the time of their making, so that they sort by it, and name the job's folder.</summary>
internal static class JobIds
{
    public static string New(string jobName, DateTimeOffset now, Random random) =>
        $"{now:yyyyMMdd'T'HHmmssfff'Z'}-{JobStore.NamePart(jobName)}-{random.Next(0x10000):x4}";
}
