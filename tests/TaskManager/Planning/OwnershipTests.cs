using Millrace.Core.Control;
using Millrace.Core.Planning;
using Millrace.Runtime.Serialization;
using Millrace.Testing;
using Millrace.Testing.Attempts;

namespace Millrace.TaskManager.Tests.Planning;

/// <summary>Functions and state that subtasks would share, and state that no checkpoint would include, are refused when the job is planned.</summary>
public sealed partial class OwnershipTests
{
    private static readonly Dictionary<string, (Func<DataStream<int>, DataStream<int>> Define, string Problem)> s_refused = new()
    {
        ["a function in a static field"] = (n => n.Process(Shared.Function).Name("op"), "The function Pass of the process 'op' at OwnershipTests.cs:"),
        ["a function of a container"] = (n => n.KeyBy(i => i).Process(Shared.Container.Value).Name("op"), "The function Count of the keyed-process 'op' at OwnershipTests.cs:"),
        ["a function in an engine's"] = (n => n.KeyBy(i => i).CountWindow(2).Process(Shared.Window).Name("op"), "The function Sizes of the window 'op' at OwnershipTests.cs:"),
        ["a function given twice"] = (n => Twice(n, new Pass()), "The function Pass is given to the process 'first' at OwnershipTests.cs:"),
        ["a state in two functions"] = (n => TwiceCounted(n, new ValueState<long>("count")), "The state 'count' is given to the keyed-process 'first' at"),
        ["a state that is made once"] = (n => n.KeyBy(i => i).Process(new CountIn(Shared.State)).Name("op"), "The state 'shared' of the keyed-process 'op' at"),
        ["a state in a static field"] = (n => n.KeyBy(i => i).Process(new StaticCount()), "has the state 'static' in the static field s_count, where"),
        ["a static state of another class"] = (n => n.KeyBy(i => i).Process(new ElsewhereCount()), "uses the static state Shared.State in ElsewhereCount.Process, where"),
        ["a state in another object"] = (n => n.KeyBy(i => i).Process(new NestedCount()), "has the state 'nested' in NestedCount._counter.Count, where"),
        ["a state in an array"] = (n => n.KeyBy(i => i).Process(new ArrayCount()), "has the state 'second' in ArrayCount._counts[1], where"),
        ["a state in a list"] = (n => n.KeyBy(i => i).Process(new ListCount()), "has the state 'listed' in ListCount._counts[0], where"),
        ["a state in a local of Define"] = (Captured, "has the state 'local' in the captured variable count, where"),
        ["a state in a local of a function"] = (n => n.KeyBy(i => i).Process(new LocalCount()), "creates state in LocalCount.Process, a ValueState, on every call, where"),
        ["a state of windows in a static field"] = (n => Windowed(n, new StaticSizes()), "has the state 'static' in the static field s_last._values, where"),
        ["a state of windows in a local of a function"] = (n => Windowed(n, new LocalSizes()), "creates state in LocalSizes.Process, a WindowValueState, on every call, where"),
        ["a state of a function over windows in another object"] = (n => Windowed(n, new NestedSizes()), "has the state 'nested' in NestedSizes._counter.Count, where"),
        ["a state that is made in Open"] = (n => n.KeyBy(i => i).Process(new OpenedCount()), "creates state in OpenedCount.Open, a ValueState, on every call, where"),
    };

    public static TheoryData<string> Refused => [.. s_refused.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_refused_with_the_operator_and_the_remedy(string what)
    {
        var (define, problem) = s_refused[what];
        var refused = Assert.Throws<InvalidJobException>(() => Plan(env => define(env.FromSource(TestSource.Of(1)))));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("OwnershipTests.cs:", refused.Message, StringComparison.Ordinal);
        Assert.Matches("inside Define|declare it there", refused.Message);
    }

    [Fact]
    public void What_each_run_makes_anew_is_taken()
    {
        var aggregate = new Largest();
        Plan(env =>
        {
            var offset = 1;
            var count = new Count();
            var numbers = env.FromSource(TestSource.Of(1));
            // The lambda captures what another operator owns, which does not matter for state.
            var counted = numbers.Map(n => n + offset + count.GetHashCode()).KeyBy(i => i).Process(count).Uid("counts");
            return counted.KeyBy(i => i).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1))).Aggregate(aggregate).Uid("largest").Map(w => w.Result)
                .KeyBy(i => i).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1))).Process(new KeptSizes()).Uid("sizes");
        });
    }

    [Fact]
    public void What_belongs_to_an_operator_is_not_asynchronous_either()
    {
        var function = Assert.Throws<InvalidJobException>(() => Plan(env => env.FromSource(TestSource.Of(1)).KeyBy(i => i).CountWindow(2).Process(new LateSizes())));
        Assert.Contains("The method Open of LateSizes at OwnershipTests.cs:", function.Message, StringComparison.Ordinal);
    }

    /// <summary>Even where there are too many objects to visit in reasonable time, and they form cycles.</summary>
    [Fact]
    public void State_is_found_beside_a_large_table()
    {
        var refused = Assert.Throws<InvalidJobException>(() => Plan(env => env.FromSource(TestSource.Of(1)).KeyBy(i => i).Process(new TableCount())));
        Assert.Contains("has the state 'nested' in TableCount._counter.Count, where", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_depends_on_more_than_its_arguments_is_refused()
    {
        var runs = 0;
        var refused = Assert.Throws<InvalidJobException>(() => Plan(env => env.FromSource(TestSource.Of(1)).Uid($"run {++runs}")));
        Assert.Contains("produced another graph when it ran again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_submission_is_answered_with_the_users_failure()
    {
        var library = new JobLibrary();
        library.Add("shared", () => new DefinedJob(env => env.FromSource(TestSource.Of(1)).Process(Shared.Function).SinkTo(new TestSink<int>())));
        var submission = new JobSubmission("id", "", "shared", new JobArguments(), 1, 16);
        var answer = new TaskManager.Planning.JobPlanner(library, null!).Answer(new PlanRequest(submission));
        Assert.Equal(FailureDomain.User, answer.Failure!.Domain);
        Assert.False(answer.Failure.CanRetry);
        Assert.Contains("The function Pass of the process", answer.Failure.Summary, StringComparison.Ordinal);
    }

    private static Plan Plan(Func<StreamEnvironment, DataStream<int>> define)
    {
        DefinedJob Create() => new(env => define(env).SinkTo(new TestSink<int>()));
        return JobDefinition.PlanNew(Create(), Create, new JobArguments(), new OperatorParallelism(2), 16, new SerializerCache());
    }

    private static OperatorStream<int> Windowed(DataStream<int> numbers, ProcessWindowFunction<int, int, int> function) =>
        numbers.KeyBy(i => i).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1))).Process(function);

    private static OperatorStream<int> Twice(DataStream<int> numbers, Pass function) => numbers.Process(function).Uid("first").Process(function).Uid("second");

    private static OperatorStream<int> TwiceCounted(DataStream<int> numbers, ValueState<long> count) =>
        numbers.KeyBy(i => i).Process(new CountIn(count)).Uid("first").KeyBy(i => i).Process(new CountIn(count)).Uid("second");

    private static OperatorStream<int> Captured(DataStream<int> numbers)
    {
        var count = new ValueState<long>("local");
        return numbers.KeyBy(i => i).Map(n =>
        {
            count.Update(count.Value + 1);
            return n;
        });
    }
}
