using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Millrace.Operators.Tests.Windows;

/// <summary>The windows of a shared script, in our API.</summary>
internal sealed partial class WindowCase(string name, JsonElement config)
{
    private readonly string _assigner = config.GetProperty("assigner").GetString()!;
    private readonly string _function = config.GetProperty("windowFunction").GetString()!;
    private readonly string _trigger = config.GetProperty("trigger").GetString()!;
    private readonly List<string> _rest = [.. config.GetProperty("rest(evictor?,allowedLateness,lateTag)").EnumerateArray().Select(e => e.GetString()!)];

    public bool KeepsLateData => _rest[^1] == "lateOutputTag";

    public OperatorStream<string> Define(KeyedStream<string, (string Key, int Value)> records, OutputTag<(string Key, int Value)> late)
    {
        var windows = records.Window(Assigner());
        if (_rest[^2] != "0") windows = windows.AllowedLateness(TimeSpan.FromMilliseconds(int.Parse(_rest[^2], CultureInfo.InvariantCulture)));
        windows = windows.LateDataTo(late);
        return _trigger switch
        {
            "EventTimeTrigger.create()" when _rest.Count == 3 => Evicting(windows.Trigger(new EventTimeTrigger())),
            "EventTimeTrigger.create()" or "ProcessingTimeTrigger.create()" => Plain(windows),
            "PurgingTrigger.of(EventTimeTrigger.create())" => Triggered(windows.Trigger(new EventTimeTrigger().Purging())),
            "CountTrigger.of(2)" => Evicting(windows.Trigger(new CountTrigger(2))),
            "PurgingTrigger.of(CountTrigger.of(4))" => Triggered(windows.Trigger(new CountTrigger(4).Purging())),
            "GlobalWindows.createWithEndOfStreamTrigger().getDefaultTrigger()" => Triggered(windows.Trigger(new EndOfStreamTrigger())),
            "new FireEverytimeOnElementAndEventTimeTrigger()" => Triggered(windows.Trigger(new FireAlways())),
            "new EventTimeTriggerAccumGC(100)" => Triggered(windows.Trigger(new EventTimeTrigger().Purging())),
            _ when _trigger.StartsWith("ContinuousEventTimeTrigger", StringComparison.Ordinal) =>
                Triggered(windows.Trigger(new ContinuousEventTimeTrigger(Lengths(_trigger)[0]))),
            _ => throw new NotSupportedException(_trigger),
        };
    }

    private bool IsSession => _function.Contains("Session", StringComparison.Ordinal);

    private WindowAssigner<(string Key, int Value)> Assigner()
    {
        var lengths = Lengths(_assigner);
        return _assigner.Split('.', '(')[0] switch
        {
            "TumblingEventTimeWindows" => TumblingEventTimeWindows.Of(lengths[0]).For<(string, int)>(),
            "TumblingProcessingTimeWindows" => TumblingProcessingTimeWindows.Of(lengths[0]).For<(string, int)>(),
            "SlidingEventTimeWindows" => SlidingEventTimeWindows.Of(lengths[0], lengths[1]).For<(string, int)>(),
            "SlidingProcessingTimeWindows" => SlidingProcessingTimeWindows.Of(lengths[0], lengths[1]).For<(string, int)>(),
            "EventTimeSessionWindows" => EventTimeSessionWindows.WithGap(lengths[0]).For<(string, int)>(),
            "ProcessingTimeSessionWindows" => ProcessingTimeSessionWindows.WithGap(lengths[0]).For<(string, int)>(),
            "DynamicEventTimeSessionWindows" => EventTimeSessionWindows.WithDynamicGap<(string Key, int Value)>(GapOf),
            "DynamicProcessingTimeSessionWindows" => ProcessingTimeSessionWindows.WithDynamicGap<(string Key, int Value)>(GapOf),
            "GlobalWindows" => GlobalWindows.Create().For<(string, int)>(),
            "new PointSessionWindows" => new PointSessions(),
            var other => throw new NotSupportedException(other),
        };
    }

    private OperatorStream<string> Plain(WindowedStream<string, (string Key, int Value)> windows) => _function.Contains("Iterable", StringComparison.Ordinal)
        ? windows.Process(Function())
        : windows.Aggregate(new Total(), Text);

    private OperatorStream<string> Triggered<TState>(TriggeredWindowedStream<string, (string Key, int Value), TState> windows) =>
        _function.Contains("Iterable", StringComparison.Ordinal) ? windows.Process(Function()) : windows.Aggregate(new Total(), Text);

    private OperatorStream<string> Evicting<TState>(TriggeredWindowedStream<string, (string Key, int Value), TState> windows) =>
        _function.Contains("ReduceApply", StringComparison.Ordinal) ? windows.Evictor(Evictor()).Aggregate(new Total(), Text) : windows.Evictor(Evictor()).Process(Function());

    private Evictor<(string Key, int Value)> Evictor()
    {
        // The script names the variable, and the case name its value.
        var isAfter = _rest[0].Contains("evictAfter", StringComparison.Ordinal) && !name.EndsWith("EvictBefore", StringComparison.Ordinal);
        return _rest[0].Split('.')[0] switch
        {
            "CountEvictor" => CountEvictor.Of(int.Parse(_rest[0].Split('(', ',', ')')[1], CultureInfo.InvariantCulture), isAfter).For<(string, int)>(),
            "TimeEvictor" => TimeEvictor.Of(Lengths(_rest[0])[0], isAfter).For<(string, int)>(),
            "DeltaEvictor" => DeltaEvictor.Of<(string Key, int Value)>(2, (before, last) => last.Value - before.Value, isAfter),
            var other => throw new NotSupportedException(other),
        };
    }

    private ProcessWindowFunction<string, (string Key, int Value), string> Function() =>
        _function.Contains("PassThroughFunction", StringComparison.Ordinal) ? new Each()
        : _function.Contains("EmptyReturn", StringComparison.Ordinal) ? new None()
        : new Sum(Text);

    private string Text(string key, TimeWindow window, int sum) => IsSession ? $"[{key}-{sum},{window.Start},{window.End}]" : $"[{key},{sum}]";

    private static TimeSpan GapOf((string Key, int Value) record) =>
        TimeSpan.FromSeconds(record.Key == "key1" ? 3 : record.Value == 10 ? 1 : 2);

    private static List<TimeSpan> Lengths(string text) => [.. Length().Matches(text).Select(m =>
        TimeSpan.FromMilliseconds(int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) * (m.Groups[0].Value.StartsWith("milli", StringComparison.Ordinal) ? 1 : 1000)))];

    [GeneratedRegex(@"(?:of|seconds|milliseconds)\( ?(\d+)")]
    private static partial Regex Length();

    private sealed class Total : AggregateFunction<(string Key, int Value), int, int>
    {
        public override int CreateAccumulator() => 0;

        public override int Add(int accumulator, (string Key, int Value) value) => accumulator + value.Value;

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int a, int b) => a + b;
    }

    private sealed class Sum(Func<string, TimeWindow, int, string> textOf) : ProcessWindowFunction<string, (string Key, int Value), string>
    {
        public override void Process(WindowContext<string> context, IEnumerable<(string Key, int Value)> elements, ICollector<string> output) =>
            output.Collect(textOf(context.Key, context.Window, elements.Sum(e => e.Value)));
    }

    private sealed class Each : ProcessWindowFunction<string, (string Key, int Value), string>
    {
        public override void Process(WindowContext<string> context, IEnumerable<(string Key, int Value)> elements, ICollector<string> output)
        {
            foreach (var (key, value) in elements) output.Collect($"[{key},{value}]");
        }
    }

    private sealed class None : ProcessWindowFunction<string, (string Key, int Value), string>
    {
        public override void Process(WindowContext<string> context, IEnumerable<(string Key, int Value)> elements, ICollector<string> output) { }
    }

    private sealed class FireAlways : Trigger<NoTriggerState>
    {
        public override TriggerResult OnElement(long timestamp, ref NoTriggerState state, TriggerContext context) => TriggerResult.Fire;

        public override TriggerResult OnEventTime(long time, ref NoTriggerState state, TriggerContext context) => TriggerResult.Fire;
    }

    private sealed class PointSessions : WindowAssigner<(string Key, int Value)>
    {
        public override bool Merges => true;

        public override void Assign((string Key, int Value) value, long time, ICollection<TimeWindow> windows) =>
            windows.Add(new TimeWindow(time, value.Value == 33 ? time : time + 3000));
    }
}
