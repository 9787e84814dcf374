using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Logs;
using Millrace.Hosting.Protocol;
using Millrace.JobManager;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;
using Millrace.JobManager.Services;
using Millrace.Tests.Testing.Codecs;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Millrace.Processes.Tests;

/// <summary>No member is lost between the control API's messages and the job manager's types.</summary>
public sealed class MessageTests
{
    /// <summary>The members of a <see cref="JobResult"/> that no job message shows: other calls do, or they only describe the job's run.</summary>
    private static readonly string[] s_notShown = [nameof(JobResult.History), nameof(JobResult.Commands), nameof(JobResult.Failure), nameof(JobResult.RestartHistory)];

    [Fact]
    public void Every_field_of_a_submission_is_read()
    {
        var request = FilledMessage.Of<SubmitJobRequest>();
        request.CheckpointInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(3));
        var whole = JobMessages.Read(request);
        var unread = FilledMessage.Lacking(request).Where(l => l.Field.Name != "artifact" && Difference.Of(whole, JobMessages.Read(l.Message)) is null).Select(static l => l.Field.Name);
        Assert.Empty(unread);
        Assert.Equal(request.Artifact, whole.Artifact);
        var nothing = JobMessages.Read(new SubmitJobRequest { Artifact = "none" });
        Assert.Empty(typeof(JobRequest).GetProperties().Where(p => p.CanWrite && Difference.Of(p.GetValue(nothing), p.GetValue(whole)) is null).Select(static p => p.Name));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/data/mine", "/data/mine")]
    [InlineData("file:///data/mine", "/data/mine")]
    [InlineData("mine", null)]
    [InlineData("./mine", null)]
    [InlineData("http://data/mine", null)]
    public void A_folder_to_write_to_must_not_depend_on_where_the_job_manager_runs(string given, string? folder)
    {
        if (folder is not null) Assert.Equal(folder, JobMessages.FolderOf(given, "directory"));
        else Assert.Contains($"directory = '{given}': give ", Assert.Throws<Grpc.Core.RpcException>(() => JobMessages.FolderOf(given, "directory")).Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_of_a_job_is_written() => Assert.Empty(FilledMessage.Unset(JobMessages.Describe(Status(1))));

    [Fact]
    public void Every_member_of_a_result_is_shown_or_named_here()
    {
        var status = Status(1);
        var shown = JobMessages.Describe(status);
        foreach (var property in typeof(JobResult).GetProperties().Where(static p => p.SetMethod is not null))
        {
            // Init accessors also change a record.
            var changed = status with { Result = status.Result with { } };
            property.SetValue(changed.Result, property.GetValue(Other(property.Name).Result));
            Assert.Equal(s_notShown.Contains(property.Name), JobMessages.Describe(changed).Equals(shown));
        }
    }

    [Fact]
    public void Every_field_of_operators_failures_and_checkpoints_is_written()
    {
        Assert.All(JobMessages.Operators(Fill(1).Of<JobGraph>()), static o => Assert.Empty(FilledMessage.Unset(o)));
        Assert.Empty(FilledMessage.Unset(JobMessages.Describe(Fill(1).Of<FailureRecord>())));
        Assert.Empty(FilledMessage.Unset(JobMessages.Describe(Fill(1).Of<CheckpointRecord>())));
        // Its kind says whether it is a savepoint.
        AssertShown(
            Fill(1).Of<CheckpointRecord>(),
            Fill(2).Of<CheckpointRecord>() with { Failure = null, IsInFlight = false, IsUnaligned = false, Kind = CheckpointKind.Checkpoint },
            JobMessages.Describe,
            nameof(CheckpointRecord.IsSavepoint));
        AssertShown(Fill(1).Of<FailureRecord>(), Fill(2).Of<FailureRecord>(), JobMessages.Describe);
        // Whether it can be retried has been decided by the restart policy before anything reads it; what is damaged is named in its message.
        AssertShown(
            Fill(1).Of<JobFailure>() with { Domain = FailureDomain.User }, Fill(2).Of<JobFailure>(), static f => JobMessages.Describe(new FailureRecord(f, DateTimeOffset.UnixEpoch, 1)), nameof(JobFailure.CanRetry), nameof(JobFailure.DamagedCheckpoint));
    }

    [Fact]
    public void Every_field_of_log_entries_and_loaded_code_is_written()
    {
        Assert.Empty(FilledMessage.Unset(JobLogReading.Describe(Fill(1).Of<JobLogEntry>())));
        AssertShown(Fill(1).Of<JobLogEntry>(), Fill(2).Of<JobLogEntry>(), JobLogReading.Describe);
        var loaded = Fill(1).Of<Core.Control.LoadedArtifact>();
        Assert.Empty(FilledMessage.Unset(ClusterService.Describe(loaded)));
        AssertShown(loaded, Fill(2).Of<Core.Control.LoadedArtifact>() with { Collectible = false, Retired = false }, ClusterService.Describe);
    }

    /// <summary>Asserts that each member makes a difference.</summary>
    private static void AssertShown<T>(T one, T other, Func<T, object> describe, params string[] except)
        where T : class
    {
        foreach (var property in typeof(T).GetProperties().Where(p => p.SetMethod is not null && !except.Contains(p.Name)))
        {
            var changed = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(one, null)!;
            property.SetValue(changed, property.GetValue(other));
            Assert.False(describe(changed).Equals(describe(one)), $"{typeof(T).Name}.{property.Name} is not shown.");
        }
    }

    private static JobStatus Status(int seed)
    {
        var status = Fill(seed).Of<JobStatus>();
        return status with { Result = status.Result with { State = JobState.Running } };
    }

    private static JobStatus Other(string changed)
    {
        var status = Status(2);
        return status with
        {
            Result = status.Result with
            {
                State = changed == nameof(JobResult.State) ? JobState.Failed : JobState.Running,
                IsStopRequested = changed != nameof(JobResult.IsStopRequested),
            },
        };
    }

    private static Filling Fill(int seed) => new Filling(seed).With(static _ => RestartPolicy.None);
}
