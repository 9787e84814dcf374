using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Restoring;
using Millrace.JobManager;
using Millrace.JobManager.Restoring;
using Millrace.Local.Options;
using Millrace.Runtime.Serialization;
using Millrace.TaskManager;

namespace Millrace.Local.Cluster;

/// <summary>A validated start of a job: its id and its plan. Creates nothing outside the process.</summary>
/// <param name="Submission">The job.</param>
/// <param name="Graph">Its graph.</param>
/// <param name="Restored">The head to resume from, or null where the job is new.</param>
/// <param name="GoBackTo">The checkpoint or savepoint to restore; null for the latest.</param>
/// <param name="Outputs">The local folders that its sinks write to.</param>
/// <param name="Notice">What the user should know, or null.</param>
internal sealed record JobStart(
    JobSubmission Submission, JobGraph Graph, JobHead? Restored, RetainedCheckpoint? GoBackTo, IReadOnlyList<string> Outputs, string? Notice)
{
    /// <summary>The initial head of a new job.</summary>
    public JobHead FirstHead => JobHead.Create(
        Submission.JobId, Submission.JobName, Submission.MaxParallelism, Submission.Arguments.StartTime, Submission.Arguments.Seed);

    /// <summary>Validates a start.</summary>
    /// <param name="create">Creates the job.</param>
    /// <param name="artifact">The name of its code.</param>
    /// <param name="values">The values of its options.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="checkpoints">Where its checkpoints are; null where they are in memory.</param>
    /// <param name="restore">What it resumes from; null to start from scratch.</param>
    /// <param name="store">The store of its checkpoints.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The source of ids and seeds.</param>
    /// <param name="serializers">Its serializers; null for new ones.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidJobException">The job cannot be started.</exception>
    /// <exception cref="JobDefinitionException">The job's definition threw.</exception>
    public static async Task<JobStart> PrepareAsync(
        Func<IStreamJob> create,
        string artifact,
        IReadOnlyDictionary<string, string> values,
        JobRunOptions options,
        StorageUri? checkpoints,
        RestorePoint? restore,
        JobStore store,
        TimeProvider time,
        Random random,
        SerializerCache? serializers = null,
        CancellationToken cancellation = default)
    {
        var job = create();
        var className = job.GetType().Name;
        var restored = restore is null ? null : await RestoredJob.FindAsync(restore, options.Name, className, store, cancellation);
        var head = restored?.Head;
        var (parallelism, maxParallelism) = options.Parallelisms(head?.MaxParallelism);
        var now = time.GetUtcNow();
        var name = head?.JobName ?? options.Name ?? className;
        var id = head?.JobId ?? JobIds.New(name, now, random);
        var arguments = new JobArguments { Values = values, StartTime = head?.StartTime ?? now, Seed = head?.Seed ?? random.Next() };
        var plan = Plan(job, create, arguments, parallelism, maxParallelism, serializers ?? new SerializerCache());
        var outputs = JobDefinition.Validate(plan, head?.JobId, checkpoints?.Folder);
        var notice = restored is not null
            ? await restored.ValidateAsync(plan.Graph, options.AllowDroppedState, store, cancellation)
            : restore is null ? null : $"There is no job '{name}' in {checkpoints?.Describe()} yet: it starts from the beginning.";
        var submission = new JobSubmission(id, name, artifact, arguments, parallelism, maxParallelism);
        return new JobStart(submission, plan.Graph, head, restored?.Point, outputs, notice);
    }

    private static Plan Plan(IStreamJob job, Func<IStreamJob> create, JobArguments arguments, int parallelism, int maxParallelism, SerializerCache serializers)
    {
        try
        {
            return JobDefinition.PlanNew(job, create, arguments, new OperatorParallelism(parallelism), maxParallelism, serializers);
        }
        catch (Exception e) when (e is not InvalidJobException)
        {
            throw new JobDefinitionException(job.GetType().Name, e);
        }
    }
}
