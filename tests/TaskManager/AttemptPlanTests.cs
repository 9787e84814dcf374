using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Core.Scheduling;
using Millrace.Runtime.Serialization;
using Millrace.Testing;
using Millrace.Testing.Attempts;

namespace Millrace.TaskManager.Tests;

/// <summary>What the second subtask and later ones get, whose runs of the definition are only compared with the first.</summary>
public sealed class AttemptPlanTests
{
    [Fact]
    public void Each_subtask_has_its_own_run_in_the_same_chains()
    {
        var plans = Plans(_ => Define);
        var first = plans.For(0).Plan;
        for (var vertex = 0; vertex < first.Graph.Vertices.Count; vertex++)
        {
            var other = plans.For(vertex).Plan;
            Assert.Equal(first.Graph, other.Graph);
            Assert.Equal(Kinds(first), Kinds(other));
            Assert.Equal(first.Outputs.Select(o => (o.Source.Kind, o.PartitioningKind)), other.Outputs.Select(o => (o.Source.Kind, o.PartitioningKind)));
            Assert.Empty(first.Chains.SelectMany(c => c).Intersect(other.Chains.SelectMany(c => c)));
            // Edges start in the run's own chains.
            Assert.All(other.Graph.Edges, edge => Assert.Contains(other.Outputs[edge.Index].Source, other.Chains[edge.From]));
        }
    }

    public static TheoryData<string, Action<StreamEnvironment>> Others { get; } = new()
    {
        { "one operator more", env => { Define(env); env.FromSource(TestSource.Of(1)).SinkTo(new TestSink<int>()); } },
        { "one operator less", env => env.FromSource(TestSource.Of(1)).Map(n => n).KeyBy(n => n).Process(new Keep<int>()).Uid("keep").SinkTo(new TestSink<int>()) },
        { "another kind", env => Define(env, map: n => n.Filter(i => i > 0)) },
        { "another Uid", env => Define(env, map: n => n.Map(i => i).Uid("map")) },
        { "another parallelism", env => Define(env, map: n => n.Map(i => i).Parallelism(1)) },
        { "another partitioning", env => Define(env, map: n => n.Rebalance().Map(i => i)) },
        { "another record type", env => Define(env, map: n => n.Map(i => (long)i).Map(i => (int)i)) },
        { "another source of an edge", env => Define(env, isCrossed: true) },
        { "another key", env => Define(env, keep: n => n.KeyBy(i => (long)i).Process(new Keep<long>())) },
        { "another state", env => Define(env, keep: n => n.KeyBy(i => i).Process(new Keep<int>("other"))) },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_run_that_defines_something_else_is_refused(string difference, Action<StreamEnvironment> other)
    {
        var plans = Plans(run => run == 1 ? Define : other);
        var keeps = Assert.Single(plans.For(0).Plan.Graph.Vertices, v => v.Operators.Any(o => o.Id.Value == "keep"));
        var refused = Assert.Throws<InvalidJobException>(() => plans.For(keeps.Index));
        Assert.True(refused.Message.Contains("produced another graph when it ran again", StringComparison.Ordinal), $"{difference}: {refused.Message}");
    }

    private static void Define(StreamEnvironment env) => Define(env, map: null);

    private static void Define(
        StreamEnvironment env, Func<DataStream<int>, DataStream<int>>? map = null, Func<DataStream<int>, OperatorStream<int>>? keep = null, bool isCrossed = false)
    {
        var source = env.FromSource(TestSource.Of(1));
        var one = map is null ? source.Map(n => n) : map(source);
        DataStream<int> other = source.Map(n => n);
        if (isCrossed) (one, other) = (other, one);
        (keep ?? (n => n.KeyBy(i => i).Process(new Keep<int>())))(one).Uid("keep").SinkTo(new TestSink<int>());
        other.SinkTo(new TestSink<int>());
    }

    private static IEnumerable<string> Kinds(Plan plan) => plan.Chains.Select(c => string.Join(",", c.Select(t => t.Kind)));

    private static AttemptPlan Plans(Func<int, Action<StreamEnvironment>> define)
    {
        var (library, runs) = (new JobLibrary(), 0);
        library.Add("artifact", () => new DefinedJob(define(++runs)));
        var job = new JobSubmission("job-1", "job", "artifact", new JobArguments(), 2, 16);
        var env = JobDefinition.Define(new DefinedJob(define(1)), job.Arguments);
        var fingerprint = JobDefinition.Plan(env, job, new SerializerCache()).Graph.Fingerprint();
        return new AttemptPlan(library, new DeployTasks(job, new ExecutionAttempt("job-1", 1), fingerprint, [], new Deployment([], new TaskPlacement([], [])), null));
    }

    private sealed class Keep<TKey>(string state = "kept") : KeyedProcessFunction<TKey, int, int>
    {
        private readonly ValueState<long> _kept = new(state);

        public override void Process(int value, KeyedProcessContext<TKey> context, ICollector<int> output) => _kept.Update(value);
    }
}
