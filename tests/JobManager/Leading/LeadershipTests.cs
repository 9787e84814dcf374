using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Hosting.Leading;
using Millrace.JobManager.Leading;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.JobManager.Tests.Leading;

/// <summary>Several job managers over one storage: who leads, and when another one does.</summary>
public sealed class LeadershipTests
{
    private readonly MemoryBlobStore _blobs = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_first_one_leads_above_every_epoch_in_the_storage_and_the_others_follow_it()
    {
        var (first, second) = (Start("a", highest: 7), Start("b"));
        Pass(5);
        Assert.Equal(8, first.Epoch);
        Assert.Null(second.Epoch);
        Assert.Equal("http://a:6123", second.Leadership.Leader!.Grpc);
        Assert.True(Stored().Beat >= 8);
    }

    [Fact]
    public void One_that_is_killed_is_replaced_within_three_and_a_half_seconds_and_not_before_its_patience_is_over()
    {
        var (first, second) = (Start("a"), Start("b"));
        Pass(2);
        first.IsDead = true;
        Pass(2.4);
        Assert.Null(second.Epoch);
        Pass(1.1);
        Assert.Equal((2L, "http://b:6123"), (second.Epoch, Stored().Grpc));
    }

    [Fact]
    public void Of_several_that_follow_one_leads_next()
    {
        var all = (Node[])[Start("a"), Start("b"), Start("c"), Start("d")];
        Pass(2);
        all[0].IsDead = true;
        Pass(4);
        Assert.Equal([2L], all.Skip(1).Select(static n => n.Epoch).OfType<long>());
        Pass(10);
        Assert.Equal([2L], all.Skip(1).Select(static n => n.Epoch).OfType<long>());
    }

    [Fact]
    public void One_that_stood_still_until_it_was_replaced_is_over()
    {
        var (first, second) = (Start("a"), Start("b"));
        Pass(2);
        first.IsDead = true;
        Pass(4);
        Assert.Equal(2, second.Epoch);
        first.IsDead = false;
        Pass(1);
        Assert.Equal("Another job manager leads now.", first.Over);
        var beat = Stored().Beat;
        Pass(2);
        Assert.True(Stored() is { Epoch: 2 } stored && stored.Beat > beat);
    }

    [Fact]
    public void That_the_jobs_are_recovered_is_written_between_two_signs_of_life_and_kept_by_the_next_one()
    {
        var (first, second) = (Start("a"), Start("b"));
        Pass(1);
        Assert.Equal(0, first.Recovered);
        Assert.True(Confirm(first));
        Assert.True(Confirm(first));
        Assert.False(Confirm(second));
        Pass(2);
        Assert.Equal((1L, 1L, null), (Stored().Epoch, Stored().Recovered, first.Over));
        first.IsDead = true;
        Pass(4);
        Assert.Equal((2L, 1L, 1L), (second.Epoch, second.Recovered, Stored().Recovered));
        Assert.False(Confirm(first));
        Assert.True(Confirm(second));
        Assert.Equal((2L, 2L), (Stored().Epoch, Stored().Recovered));

        static bool Confirm(Node node) => node.Leadership.ConfirmRecoveryAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    [Fact]
    public void One_that_resigns_is_replaced_at_once()
    {
        var (first, second) = (Start("a"), Start("b"));
        Pass(1);
        var resigned = false;
        first.Leadership.Resign(() => resigned = true);
        Settle();
        Assert.True(resigned);
        Pass(0.3);
        Assert.Equal(2, second.Epoch);
        Assert.Null(first.Over);
    }

    [Fact]
    public void A_storage_that_is_unavailable_for_a_while_costs_nobody_the_leadership()
    {
        var (first, second) = (Start("a"), Start("b"));
        Pass(2);
        var beat = Stored().Beat;
        (first.Faults.FailsSwap, second.Faults.FailsSwap) = (static _ => true, static _ => true);
        Pass(20);
        Assert.Equal((beat, 1L), (Stored().Beat, Stored().Epoch));
        Assert.Null(first.Over);
        // Its blob has not changed for long, so that either may be the first to write it.
        first.Faults.FailsSwap = static _ => false;
        Pass(0.6);
        second.Faults.FailsSwap = static _ => false;
        Pass(3);
        Assert.Equal((1L, null, null), (Stored().Epoch, first.Over, second.Epoch));
    }

    [Fact]
    public void One_for_whose_record_there_is_no_room_waits_for_it()
    {
        var only = Start("a", prepare: static n => n.Faults.IsFull = static _ => true);
        Pass(5);
        Assert.Equal((null, null, "No space left on device: leader."), (only.Epoch, only.Over, only.WaitsFor));
        only.Faults.IsFull = static _ => false;
        Pass(1);
        Assert.Equal(1, only.Epoch);
    }

    [Fact]
    public void A_sign_of_life_whose_answer_is_lost_is_no_loss()
    {
        var (first, second) = (Start("a"), Start("b"));
        Pass(1);
        first.Faults.LosesSwap = static _ => true;
        Pass(0.6);
        first.Faults.LosesSwap = static _ => false;
        Pass(5);
        Assert.Equal((1L, null, null), (Stored().Epoch, first.Over, second.Epoch));
    }

    [Fact]
    public void One_that_is_elected_and_does_not_hear_of_it_leads()
    {
        var only = Start("a", prepare: static n => n.Faults.LosesSwap = static _ => true);
        Pass(1);
        only.Faults.LosesSwap = static _ => false;
        Pass(4);
        Assert.NotNull(only.Epoch);
        Assert.Null(only.Over);
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_replaced_above_every_epoch_in_the_storage()
    {
        _blobs.TrySwap(LeaderBlob.Name, null, "damaged"u8.ToArray());
        var only = Start("a", highest: 40);
        Pass(2);
        Assert.Null(only.Epoch);
        Pass(1.5);
        Assert.Equal(41, only.Epoch);
    }

    [Fact]
    public void One_that_is_alone_leads_at_once_and_is_refused_where_another_one_gives_signs_of_life()
    {
        var alone = Start("a", isAlone: true);
        Settle();
        Assert.Equal((1L, false), (alone.Epoch, Stored().Beats));
        // It has ended; a lock guards what this cannot.
        var elected = Start("b");
        Pass(0.1);
        Assert.Equal(2, elected.Epoch);
        var refused = Start("c", isAlone: true);
        Pass(2);
        Assert.Contains("http://b:6123", refused.Over, StringComparison.Ordinal);
        elected.IsDead = true;
        var late = Start("d", isAlone: true, highest: 9);
        Pass(2);
        Assert.Null(late.Epoch);
        Pass(1.5);
        Assert.Equal(10, late.Epoch);
    }

    private LeaderRecord Stored() => new LeaderBlob(_blobs).ReadAsync(CancellationToken.None).Now()!.Record!;

    private readonly List<Node> _nodes = [];

    private Node Start(string name, bool isAlone = false, long highest = 0, Action<Node>? prepare = null)
    {
        var node = new Node(name, _blobs, _time, isAlone, highest);
        prepare?.Invoke(node);
        _nodes.Add(node);
        node.Leadership.Start(($"http://{name}:6123", $"http://{name}:8081"), node.Take);
        Settle();
        return node;
    }

    private void Pass(double seconds)
    {
        for (var passed = 0.0; passed < seconds - 0.01; passed += 0.05)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            Settle();
        }
    }

    private void Settle()
    {
        foreach (var node in _nodes.Where(static n => !n.IsDead)) node.Host.Settle();
    }

    private sealed class Node
    {
        public Node(string name, MemoryBlobStore blobs, FakeTimeProvider time, bool isAlone, long highest)
        {
            Faults = new BlobFaults(blobs);
            Leadership = new Leadership(
                new LeaderBlob(Faults), _ => Task.FromResult(highest), new LeadershipOptions { IsAlone = isAlone }, Host, time, name, NullLogger.Instance);
        }

        public ManualHost Host { get; } = new();

        public BlobFaults Faults { get; }

        public Leadership Leadership { get; }

        public bool IsDead { get; set; }

        public long? Epoch { get; private set; }

        public long? Recovered { get; private set; }

        public string? Over { get; private set; }

        public string? WaitsFor { get; private set; }

        public void Take(Standing standing)
        {
            if (standing is Standing.Leads leads) (Epoch, Recovered) = (leads.Epoch, leads.Recovered);
            WaitsFor = (standing as Standing.Waits)?.Reason;
            if (standing is Standing.Over over) (Over, Epoch) = (over.Reason, null);
        }
    }
}
