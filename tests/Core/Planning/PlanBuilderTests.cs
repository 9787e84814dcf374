using Millrace.Core.Graph;
using Millrace.Core.Planning;

namespace Millrace.Core.Tests.Planning;

public sealed partial class PlanBuilderTests
{
    [Fact]
    public void Forward_edges_of_equal_parallelism_are_chained()
    {
        var graph = Plan(env => env.FromSource(new Numbers()).Map(n => n + 1).KeyBy(n => n % 10).Process(new Keep()).Uid("keep").SinkTo(new Nowhere()));
        Assert.Equal(["source -> map", "keep -> sink"], graph.Vertices.Select(v => v.Name));
        Assert.Equal(new JobEdge(0, 0, 1, "key"), Assert.Single(graph.Edges));
    }

    [Fact]
    public void Another_parallelism_cuts_the_chain_and_leaves_the_fingerprint()
    {
        var one = Plan(env => env.FromSource(new Numbers()).Map(n => n + 1).SinkTo(new Nowhere()));
        var two = Plan(env => env.FromSource(new Numbers()).Map(n => n + 1).Parallelism(3).SinkTo(new Nowhere()));
        Assert.Single(one.Vertices);
        Assert.Equal([2, 3, 2], two.Vertices.Select(v => v.Parallelism));
        Assert.Equal(one.Fingerprint(), two.Fingerprint());
        Assert.Equal(one.Operators.Select(o => o.Id), two.Operators.Select(o => o.Id));
    }

    [Fact]
    public void An_input_without_event_time_beside_others_is_warned_about_once()
    {
        var graph = Plan(env =>
        {
            var timed = env.FromSource(new Numbers(), WatermarkStrategy.Ascending<int>());
            var silent = env.FromSource(new Endless()).Map(n => n);
            timed.KeyBy(n => n).Connect(silent.Broadcast()).Process(new Watch()).Uid("watch").Union(timed).SinkTo(new Nowhere());
        });
        var warning = Assert.Single(graph.Warnings);
        Assert.StartsWith("Event time never advances in the keyed-broadcast-process 'watch' at PlanBuilderTests.cs:", warning, StringComparison.Ordinal);
        Assert.Contains("has no WatermarkStrategy", warning, StringComparison.Ordinal);
        Assert.Contains($"warning: {warning}", JobGraphText.Print(graph), StringComparison.Ordinal);
        Assert.Empty(Plan(env => env.FromSource(new Endless()).Union(env.FromSource(new Endless())).SinkTo(new Nowhere())).Warnings);
        Assert.Empty(Plan(env => env.FromSource(new Endless(), WatermarkStrategy.Ascending<int>()).Union(env.FromSource(new Endless(), WatermarkStrategy.Ascending<int>())).SinkTo(new Nowhere())).Warnings);
        // A bounded source does not hold back event time forever.
        Assert.Empty(Plan(env => env.FromSource(new Endless(), WatermarkStrategy.Ascending<int>()).Union(env.FromSource(new Numbers())).SinkTo(new Nowhere())).Warnings);
    }

    [Fact]
    public void A_stream_with_two_consumers_is_not_chained()
    {
        var graph = Plan(env =>
        {
            var numbers = env.FromSource(new Numbers());
            numbers.Filter(n => n > 0).SinkTo(new Nowhere());
            numbers.Union(numbers.Map(n => -n)).Rebalance().SinkTo(new Nowhere());
        });
        Assert.Equal(["source", "filter -> sink", "map", "sink"], graph.Vertices.Select(v => v.Name));
        Assert.Equal(["forward", "forward", "rebalance", "rebalance"], graph.Edges.Select(e => e.Partitioning));
    }

    [Fact]
    public void A_side_output_is_an_edge_of_its_own_and_leaves_the_chain_whole()
    {
        var graph = Plan(env =>
        {
            var split = env.FromSource(new Numbers()).Process(new Split());
            split.Map(n => n + 1).SinkTo(new Nowhere());
            split.SideOutput(Split.Odd).SinkTo(new Nowhere());
        });
        Assert.Equal(["source -> process -> map -> sink", "sink"], graph.Vertices.Select(v => v.Name));
        Assert.Equal(new JobEdge(0, 0, 1, "forward", "odd"), Assert.Single(graph.Edges));
        Assert.Contains("<- [0] by forward of 'odd'", JobGraphText.Print(graph), StringComparison.Ordinal);
        Assert.Equal(4, graph.Operators.Select(o => o.Id).Distinct().Count() - 1);
    }

    [Fact]
    public void A_main_output_may_go_nowhere_where_a_side_output_is_used()
    {
        var graph = Plan(env => env.FromSource(new Numbers()).Process(new Split()).SideOutput(Split.Odd).SinkTo(new Nowhere()));
        Assert.Equal("odd", Assert.Single(graph.Edges).SideOutput);
    }

    [Fact]
    public void Impossible_side_outputs_are_refused()
    {
        var mapped = Assert.Throws<InvalidJobException>(() => Plan(env => env.FromSource(new Numbers()).Map(n => n).SideOutput(Split.Odd).SinkTo(new Nowhere())));
        Assert.Matches(@"The map at PlanBuilderTests.cs:\d+ has no side output 'odd'", mapped.Message);
        var typed = Assert.Throws<InvalidJobException>(() => Plan(env =>
        {
            var split = env.FromSource(new Numbers()).Process(new Split());
            split.SideOutput(Split.Odd).SinkTo(new Nowhere());
            split.SideOutput(new OutputTag<string>("odd")).Map(text => text.Length).SinkTo(new Nowhere());
        }));
        Assert.Contains("is read as Int32 and as String", typed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_streams_go_into_two_inputs_of_one_operator()
    {
        var graph = Plan(env =>
        {
            var numbers = env.FromSource(new Numbers());
            numbers.KeyBy(n => n).Connect(numbers.Map(n => n + 1).Union(numbers.Map(n => n + 2)).KeyBy(n => n)).Process(new Pair()).SinkTo(new Nowhere());
        });
        Assert.Equal(["source", "map", "map", "keyed-co-process -> sink"], graph.Vertices.Select(v => v.Name));
        Assert.Equal([(0, 3, 0), (1, 3, 1), (2, 3, 1)], graph.Edges.Where(e => e.To == 3).Select(e => (e.From, e.To, e.Input)));
        Assert.Contains("<- [1] by key into the second input", JobGraphText.Print(graph), StringComparison.Ordinal);
        Assert.Equal("pair", Assert.Single(graph.Operators.Single(o => o.Kind == "keyed-co-process").States).Name);
    }

    [Fact]
    public void A_broadcast_stream_connects_with_a_keyed_one()
    {
        var graph = Plan(env =>
        {
            var numbers = env.FromSource(new Numbers());
            numbers.KeyBy(n => n).Connect(numbers.Broadcast()).Process(new Watch()).SinkTo(new Nowhere());
        });
        Assert.Equal([("key", 0), ("broadcast", 1)], graph.Edges.Select(e => (e.Partitioning, e.Input)));
        Assert.Equal(
            ["rules broadcast", "watched value"], graph.Operators.Single(o => o.Kind == "keyed-broadcast-process").States.Select(s => $"{s.Name} {s.Kind}"));
    }

    [Fact]
    public void A_partitioner_of_the_users_is_an_edge_of_its_own_kind()
    {
        var graph = Plan(env => env.FromSource(new Numbers()).PartitionBy((n, subtasks) => n % subtasks).SinkTo(new Nowhere()));
        Assert.Equal("custom", Assert.Single(graph.Edges).Partitioning);
    }

    [Fact]
    public void Inputs_that_change_places_are_another_operator()
    {
        Assert.NotEqual(IdOf((a, b) => a.Connect(b)), IdOf((a, b) => b.Connect(a)));
        Assert.Equal(IdOf((a, b) => a.Connect(b)), IdOf((a, b) => a.Connect(b)));

        static OperatorId IdOf(Func<DataStream<int>, DataStream<int>, ConnectedStreams<int, int>> connect) => Plan(env =>
        {
            var numbers = env.FromSource(new Numbers());
            connect(numbers.Map(n => n), numbers.Filter(n => n > 0)).Map(n => n, n => n).SinkTo(new Nowhere());
        }).Operators.Single(o => o.Kind == "co-map").Id;
    }

    [Fact]
    public void A_uid_changes_no_other_id_and_its_operator_keeps_its_derived_one()
    {
        var without = Plan(env => env.FromSource(new Numbers()).Map(n => n).KeyBy(n => n).Process(new Keep()).SinkTo(new Nowhere()));
        var with = Plan(env => env.FromSource(new Numbers()).Uid("numbers").Map(n => n).KeyBy(n => n).Process(new Keep()).Uid("keep").SinkTo(new Nowhere()));
        Assert.Equal(without.Operators.Select(o => o.Id), with.Operators.Select(o => o.DerivedId));
        Assert.Equal(["numbers", without.Operators.ElementAt(1).Id.Value, "keep", without.Operators.ElementAt(3).Id.Value], with.Operators.Select(o => o.Id.Value));
    }

    [Fact]
    public void A_uid_that_is_the_derived_id_of_another_operator_leaves_each_its_own()
    {
        var id = Plan(env => env.FromSource(new Numbers()).SinkTo(new Nowhere())).Operators.First().Id.Value;
        var same = Plan(env => env.FromSource(new Numbers()).Uid(id).SinkTo(new Nowhere()));
        Assert.Equal((id, id), (same.Operators.First().Id.Value, same.Operators.First().DerivedId.Value));
        var other = Plan(env => env.FromSource(new Numbers()).SinkTo(new Nowhere()).Uid(id));
        Assert.Equal(2, other.Operators.Select(o => o.Id).Distinct().Count());
    }

    [Fact]
    public void State_is_part_of_the_graph()
    {
        var graph = Plan(env => env.FromSource(new Numbers()).KeyBy(n => n).Process(new Keep()).SinkTo(new Nowhere()));
        Assert.Equal(new StateDescriptor("kept", "value", "Int32", "Int64"), Assert.Single(graph.Operators.Single(o => o.Kind == "keyed-process").States));
        Assert.Contains("stateful without Uid", JobGraphText.Print(graph), StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_state_makes_any_operator_stateful()
    {
        var graph = Plan(env => env.FromSource(new Numbers()).Process(new Hold()).Process(new Split()).SinkTo(new Remembering()));
        var (hold, split, sink) = (graph.Operators.ElementAt(1), graph.Operators.ElementAt(2), graph.Operators.ElementAt(3));
        Assert.Equal((OperatorRole.Stateful, true), (hold.Role, hold.HasState));
        Assert.Equal([new StateDescriptor("held", "operator-list", "", "Int32")], hold.States);
        Assert.Equal((OperatorRole.Stateless, false), (split.Role, split.HasState));
        Assert.Equal((OperatorRole.Sink, true, "shown"), (sink.Role, sink.HasState, Assert.Single(sink.States).Name));
        var text = JobGraphText.Print(graph);
        Assert.Contains("operator-list state 'held': Int32", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("stateful without Uid").Length - 1);
    }

    [Fact]
    public void The_graph_prints_in_the_language_of_graphviz()
    {
        var graph = Plan(env => env.FromSource(new Numbers()).KeyBy(n => n).Process(new Keep()).Uid("keep").Name("a \"keeper\"").SinkTo(new Nowhere()));
        Assert.Equal(
            """
            digraph job {
                rankdir=LR;
                node [shape=box, fontname=monospace];
                v0 [label="source\nx2"];
                v1 [label="a \"keeper\" [kept]\nsink\nx2"];
                v0 -> v1 [label="key"];
            }

            """,
            JobGraphDot.Print(graph));
    }

    [Theory]
    [MemberData(nameof(BadDefinitions))]
    public void Bad_definitions_are_refused_with_the_call_site(Action<StreamEnvironment> define, string expected)
    {
        var e = Assert.Throws<InvalidJobException>(() => Plan(define));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action<StreamEnvironment>, string> BadDefinitions() => new()
    {
        { _ => { }, "defines no source" },
        { env => env.FromSource(new Numbers()), "go nowhere; end the stream with SinkTo" },
        { env => env.FromSource(new Numbers()).Parallelism(0).SinkTo(new Nowhere()), "PlanBuilderTests.cs" },
        { env => env.FromSource(new Numbers()).Parallelism(721).SinkTo(new Nowhere()), "above the max parallelism, 720" },
        { env => env.FromSource(new Numbers()).Uid("a").SinkTo(new Nowhere()).Uid("a"), "Two operators have the Uid 'a'" },
        { env => env.FromSource(new Numbers()).KeyBy(n => new List<int> { n }).SinkTo(new Nowhere()), "PlanBuilderTests.cs" },
        { env => Connect(env.FromSource(new Numbers()).KeyBy(n => n), env.FromSource(new Numbers())), "has keys of type Int32 and the second has no key" },
        { env => Connect(env.FromSource(new Numbers()), env.FromSource(new Numbers()).KeyBy(n => n)), "Connect at PlanBuilderTests.cs" },
        { env => Connect(env.FromSource(new Numbers()).KeyBy(n => n), env.FromSource(new Numbers()).KeyBy(n => (long)n)), "Call KeyBy on both with keys of one type, or Broadcast() on the second" },
        { env => Connect(env.FromSource(new Numbers()), new StreamEnvironment().FromSource(new Numbers())), "belong to two environments; create both from the one" },
        { env => env.FromSource(new Numbers()).Union(new StreamEnvironment().FromSource(new Numbers())), "belong to two environments" },
        { env => Connect(env.FromSource(new Numbers()), env.FromSource(new Numbers()), new KeepWithoutKey()), "derive from KeyedCoProcessFunction" },
        { env => env.FromSource(new Numbers()).Map(Task.FromResult).SinkTo(new Nowhere<Task<int>>()), "functions must be synchronous" },
        { env => env.FromSource(new Numbers()).Process(new Keyless()).SinkTo(new Nowhere()), "declares the keyed state 'kept' but its stream has no key; call KeyBy first" },
        { env => env.FromSource(new Numbers()).Process(new Rules()).SinkTo(new Nowhere()), "reads no broadcast stream, so nothing could change it" },
        { env => Connect(env.FromSource(new Numbers()), env.FromSource(new Numbers()), new BroadcastRules()), "reads no broadcast stream, so nothing could change it" },
    };

    [Fact]
    public void Impossible_outputs_for_failed_records_are_refused()
    {
        Assert.Matches(@"The map at PlanBuilderTests.cs:\d+ takes records of Int32, but OnError's tag 'failed' is for records of String", Refusal(n => n.Map(i => i).OnError(new OutputTag<FailedRecord<string>>("failed"))));
        Assert.Contains("takes no records; put OnError after", Refusal(n => ((OperatorStream<int>)n).OnError(ErrorHandling.Skip)), StringComparison.Ordinal);
        Assert.Contains("give only one", Refusal(n => n.Map(i => i).OnError(new OutputTag<FailedRecord<int>>("a")).OnError(new OutputTag<FailedRecord<int>>("b"))), StringComparison.Ordinal);
        Assert.Contains("has no side output 'odd'", Refusal(n => n.Map(i => i).OnError(new OutputTag<FailedRecord<int>>("a")).SideOutput(Split.Odd)), StringComparison.Ordinal);

        static string Refusal(Action<DataStream<int>> define) => Assert.Throws<InvalidJobException>(() => define(new StreamEnvironment().FromSource(new Numbers()))).Message;
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" ", "is empty")]
    [InlineData("a\u001b[2Jb", "has a control character")]
    [InlineData("two\nlines", "has a control character")]
    [InlineData(null, "has 201 characters")]
    public void Uids_and_names_are_judged_where_they_are_given(string? text, string how)
    {
        text ??= new string('a', 201);
        Assert.Matches($@"^The Uid of the map at PlanBuilderTests\.cs:\d+ {how}; give it 1 to 200 characters", Refusal(n => n.Map(i => i).Uid(text)));
        Assert.Matches($@"^The name of the map at PlanBuilderTests\.cs:\d+ {how}; give it", Refusal(n => n.Map(i => i).Name(text)));
        Assert.Matches($@"^The Uid of the sink at PlanBuilderTests\.cs:\d+ {how}; give it", Refusal(n => n.SinkTo(new Nowhere()).Uid(text)));
        Assert.Matches($@"^The name of the sink at PlanBuilderTests\.cs:\d+ {how}; give it", Refusal(n => n.SinkTo(new Nowhere()).Name(text)));

        static string Refusal(Action<DataStream<int>> define) => Assert.Throws<InvalidJobException>(() => define(new StreamEnvironment().FromSource(new Numbers()))).Message;
    }

    private static void Connect(DataStream<int> one, DataStream<int> other, CoProcessFunction<int, int, int>? function = null)
    {
        var connected = one.Connect(other);
        (function is null ? connected.Map(n => n, n => n) : connected.Process(function)).SinkTo(new Nowhere());
    }

    private static JobGraph Plan(Action<StreamEnvironment> define)
    {
        var env = new StreamEnvironment();
        define(env);
        return new PlanBuilder(new OperatorParallelism(2), 720, new TypeNames()).Build(env).Graph;
    }
}
