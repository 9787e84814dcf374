using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Serialization;
using Millrace.TaskManager;

namespace Millrace.Local.Cluster;

/// <summary>What is settled before a job starts: its id, its plan, and that nothing stands against it. Creates nothing outside.</summary>
/// <param name="Submission">The job.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="Restored">The head to go on from, or null where the job is new.</param>
/// <param name="Notice">What the user should know, or null.</param>
internal sealed record JobStart(JobSubmission Submission, JobGraph Graph, JobHead? Restored, string? Notice)
{
    /// <exception cref="InvalidJobException">Something stands against the start.</exception>
    public static JobStart Prepare(
        IStreamJob job, string artifact, IReadOnlyDictionary<string, string> values, JobRunOptions options, JobStore store, TimeProvider time, Random random)
    {
        var name = options.Name ?? job.GetType().Name;
        if (options.MaxParallelism is < 1 or > KeyGroup.HighestMaxParallelism)
            throw new InvalidJobException($"--max-parallelism is {options.MaxParallelism}; it must be between 1 and {KeyGroup.HighestMaxParallelism}.");
        if (options.Parallelism < 1 || options.Parallelism > options.MaxParallelism)
            throw new InvalidJobException($"--parallelism is {options.Parallelism}; it must be between 1 and the max parallelism, {options.MaxParallelism}.");
        var restored = FindRestored(name, options, store);
        var now = time.GetUtcNow();
        var id = restored?.JobId ?? $"{now:yyyyMMdd'T'HHmmssfff'Z'}-{Safe(name)}-{random.Next(0x10000):x4}";
        var arguments = new JobArguments { Values = values, StartTime = now, Seed = random.Next() };
        var submission = new JobSubmission(id, name, artifact, arguments, options.Parallelism, options.MaxParallelism);
        var plan = JobPlanner.Plan(job, arguments, options.Parallelism, options.MaxParallelism, new SerializerCache());
        JobPlanner.Validate(plan, restored?.JobId);
        if (restored is not null) CheckRestore(plan.Graph, restored, store, options);
        return new JobStart(submission, plan.Graph, restored, NoticeOf(name, options, restored));
    }

    private static JobHead? FindRestored(string name, JobRunOptions options, JobStore store)
    {
        if (options.Restore is null) return null;
        if (options.CheckpointDirectory is null)
            throw new InvalidJobException("--restore needs --checkpoint-dir, the folder that the checkpoints are in.");
        if (options.Restore == "latest") return store.FindNewest(name);
        var id = Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Restore));
        return store.ReadHead(id)?.Head
            ?? throw new InvalidJobException($"--restore {options.Restore}: there is no checkpoint. Name a job's folder under {options.CheckpointDirectory}, or 'latest'.");
    }

    private static void CheckRestore(JobGraph graph, JobHead restored, JobStore store, JobRunOptions options)
    {
        try
        {
            var (manifest, damage) = store.ReadNewestWhole(restored);
            if (FallbackRules.Refuse(graph, damage) is { } refusal) throw new InvalidJobException(refusal);
            if (manifest is not null && RestoreRules.Check(graph, manifest, options.AllowDroppedState) is { Count: > 0 } problems)
                throw new InvalidJobException(string.Join('\n', problems));
        }
        catch (CorruptBlobException e)
        {
            throw new InvalidJobException(e.Message, e);
        }
    }

    private static string? NoticeOf(string name, JobRunOptions options, JobHead? restored) => (options.Restore, restored) switch
    {
        (null, _) => null,
        (_, null) => $"There is no checkpoint of '{name}' yet: it starts from the beginning.",
        (_, { Latest: null }) => $"Job {restored.JobId} has no completed checkpoint yet: it starts from the beginning under the same id.",
        _ => $"Restoring job {restored.JobId} from checkpoint {restored.Latest.Checkpoint}.",
    };

    private static string Safe(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
}
