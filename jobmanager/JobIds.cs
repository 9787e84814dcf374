using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager;

/// <summary>Creates job ids. They start with their creation time, so that they sort by it, and name the job's folder.</summary>
internal static class JobIds
{
    public static string New(string jobName, DateTimeOffset now, Random random) =>
        $"{now:yyyyMMdd'T'HHmmssfff'Z'}-{JobStore.NamePart(jobName)}-{random.Next(0x10000):x4}";
}
