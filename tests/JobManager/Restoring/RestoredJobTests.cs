using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Restoring;
using Millrace.JobManager.Restoring;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests.Restoring;

/// <summary>What <c>latest</c> and a path resolve to.</summary>
public sealed class RestoredJobTests
{
    private static readonly RestorePoint Folder = new(StorageUri.OfFolder("/state"), null, null);

    private readonly JobStore _store = new(new MemoryBlobStore());

    [Fact]
    public void Latest_leads_to_nothing_where_there_is_no_job_of_the_name()
    {
        Add("20260101-a", "other", 3);
        Assert.Null(Find(RestorePoint.Latest));
        Assert.Contains("no completed checkpoint", Refusal(Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Latest_leads_to_the_newest_job_of_the_name()
    {
        Add("20260101-a", "words", 5);
        Add("20260102-b", "words", 3, 4);
        Add("20260103-c", "other", 9);
        Assert.Equal(("20260102-b", 4), (Find(RestorePoint.Latest)!.Head.JobId, Find(RestorePoint.Latest)!.Head.Latest!.Checkpoint));
        Assert.Equal("20260102-b", Find(Folder)!.Head.JobId);
        Assert.Equal("20260103-c", Find(RestorePoint.Latest, name: "other")!.Head.JobId);
    }

    /// <summary>Its output is its own: an older job's checkpoint would be refused there, or its counts would restart.</summary>
    [Fact]
    public void Latest_never_leads_past_the_newest_job_although_that_has_no_checkpoint()
    {
        Add("20260101-a", "words", 5);
        Add("20260102-b", "words");
        var found = Find(RestorePoint.Latest)!;
        Assert.Equal(("20260102-b", "20260101-a"), (found.Head.JobId, found.Older?.JobId));
        Assert.Contains("no completed checkpoint", Refusal(Folder), StringComparison.Ordinal);
        Assert.Contains("no completed checkpoint", Refusal(Folder with { JobId = "20260102-b" }), StringComparison.Ordinal);
        Assert.Equal("20260101-a", Find(Folder with { JobId = "20260101-a" })!.Head.JobId);
    }

    [Fact]
    public void A_manifest_leads_to_its_checkpoint_while_that_is_kept()
    {
        Add("20260101-a", "words", 5, 6, 7);
        var point = Folder with { JobId = "20260101-a" };
        Assert.Equal([5L, 6L], Find(point with { Checkpoint = 6 })!.Head.Retained.Select(c => c.Checkpoint));
        Assert.Contains("not among those that are kept (5, 6, 7)", Refusal(point with { Checkpoint = 4 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_keeps_its_name()
    {
        Add("20260101-a", "words", 5);
        var point = Folder with { JobId = "20260101-a" };
        Assert.Equal("words", Find(point, name: "words")!.Head.JobName);
        Assert.Contains("is named words", Refusal(point, name: "others"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_the_job_has_gone_back_past_is_refused_when_its_sink_retracted_output()
    {
        var head = JobHead.Create("20260101-a", "words", 8).BeginAttempt(1, 0).Complete(Of(4), 3).Complete(Of(5), 3).AsOf(Of(4)).BeginAttempt(2, 4);
        var graph = new JobGraph(8, [new JobVertex(0, 1, [new JobOperator(new OperatorId("sink"), "sink", "sink", OperatorRole.ExactlyOnceSink, true, true, [])])], []);
        var refusal = Assert.Throws<InvalidJobException>(() => new RestoredJob(head.AsOf(Of(5)), Of(5), null).ValidateAsync(graph, false, _store, CancellationToken.None).Now()).Message;
        Assert.Contains("Checkpoint 5 of job 20260101-a cannot be continued: the job has since been restored from checkpoint 4", refusal, StringComparison.Ordinal);
    }

    private static RetainedCheckpoint Of(long id) => new(id, "manifest");

    private RestoredJob? Find(RestorePoint point, string? name = null) => RestoredJob.FindAsync(point, name, "words", _store, CancellationToken.None).Now();

    private string Refusal(RestorePoint point, string? name = null) => Assert.Throws<InvalidJobException>(() => Find(point, name)).Message;

    private void Add(string id, string name, params long[] checkpoints)
    {
        var head = JobHead.Create(id, name, 8).BeginAttempt(1, 0);
        foreach (var checkpoint in checkpoints) head = head.Complete(new RetainedCheckpoint(checkpoint, "manifest"), 3);
        Assert.True(_store.TrySwapHead(head));
    }
}
