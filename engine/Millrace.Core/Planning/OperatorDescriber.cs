using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>Describes each transformation and its state; refuses keys and state of unsupported types.</summary>
internal sealed class OperatorDescriber(IStateDescriber describer) : ITransformationVisitor<(OperatorRole Role, IReadOnlyList<StateDescriptor> States, bool CanRetract)>
{
    private string _keySchema = "";
    private IReadOnlyList<StateParameter> _parameters = [];
    private bool _keepsTime;

    public JobOperator Describe(Transformation transformation, OperatorId derivedId)
    {
        (_keySchema, _parameters, _keepsTime) = ("", [], false);
        var (role, states, canRetract) = transformation.Accept(this);
        var name = transformation.Name ?? transformation.Uid ?? transformation.Kind;
        var id = transformation.Uid is { } uid ? new OperatorId(uid) : derivedId;
        return new JobOperator(id, transformation.Kind, name, role, transformation.Uid is not null, canRetract, states)
        {
            DerivedId = derivedId,
            KeySchema = _keySchema,
            Parameters = _parameters,
            KeepsTime = _keepsTime,
        };
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitSource<T>(SourceTransformation<T> source) =>
        (OperatorRole.Source, WithoutKey(source.Source, source.CallSite), false);

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage)
    {
        CheckKeys(stage.TypedInputs);
        return (OperatorRole.Stateless, [], false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process)
    {
        CheckKeys(process.TypedInputs);
        return Unkeyed(process.Function, process.CallSite, "KeyedProcessFunction");
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitKeyedProcess<TKey, TIn, TOut>(
        KeyedProcessTransformation<TKey, TIn, TOut> process)
    {
        CheckKeys(process.TypedInputs);
        return Keyed<TKey>(process.Function, process.CallSite);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process)
    {
        CheckKeys(process.Inputs1);
        CheckKeys(process.Inputs2);
        return Unkeyed(
            process.Function, process.CallSite, "KeyedCoProcessFunction", process.Function is BroadcastProcessFunction<T1, T2, TOut> && AreBroadcast(process.Inputs2));
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitKeyedCoProcess<TKey, T1, T2, TOut>(
        KeyedCoProcessTransformation<TKey, T1, T2, TOut> process)
    {
        CheckKeys(process.Inputs1);
        CheckKeys(process.Inputs2);
        return Keyed<TKey>(process.Function, process.CallSite);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(
        KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process)
    {
        CheckKeys(process.KeyedInputs);
        return Keyed<TKey>(process.Function, process.CallSite, readsBroadcast: true);
    }

    // Its state is the watermark.
    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitWatermarks<T>(WatermarksTransformation<T> watermarks)
    {
        CheckKeys(watermarks.TypedInputs);
        return (OperatorRole.Stateful, [], false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitSink<T>(SinkTransformation<T> sink)
    {
        CheckKeys(sink.TypedInputs);
        var states = WithoutKey(sink.Sink, sink.CallSite);
        return sink.Sink is IExactlyOnceSink<T> exactlyOnce
            ? (OperatorRole.ExactlyOnceSink, states, exactlyOnce.CanRetract)
            : (OperatorRole.Sink, states, false);
    }

    private static bool AreBroadcast<T>(IReadOnlyList<StreamInput<T>> inputs) => inputs.All(static i => i.Partitioning is BroadcastPartitioning<T>);

    private (OperatorRole, IReadOnlyList<StateDescriptor>, bool) Keyed<TKey>(StreamFunction function, string callSite, bool readsBroadcast = false)
    {
        _keySchema = describer.CheckKey<TKey>(callSite);
        _parameters = function.StateParameters;
        var all = StatesOf(function, callSite);
        var keyed = describer.DescribeKeyed<TKey>(all.OfType<KeyedStateDeclaration>(), callSite);
        var own = OperatorState(function, all, callSite, readsBroadcast);
        return (OperatorRole.Stateful, [.. keyed.Concat(own).OrderBy(s => s.Name, StringComparer.Ordinal)], false);
    }

    private (OperatorRole, IReadOnlyList<StateDescriptor>, bool) Unkeyed(StreamFunction function, string callSite, string keyed, bool readsBroadcast = false)
    {
        (_parameters, _keepsTime) = (function.StateParameters, true);
        var states = WithoutKey(function, callSite, $"but its stream has no key; call KeyBy first and derive from {keyed}", readsBroadcast);
        return (states.Count > 0 ? OperatorRole.Stateful : OperatorRole.Stateless, states, false);
    }

    private IReadOnlyList<StateDescriptor> WithoutKey(
        object declarer, string callSite, string why = "but sources and sinks have no key; use operator state", bool readsBroadcast = false)
    {
        var all = StatesOf(declarer, callSite);
        if (all.OfType<KeyedStateDeclaration>().FirstOrDefault() is { } keyed)
            throw new InvalidJobException($"{declarer.GetType().Name} at {callSite} declares the keyed state '{keyed.Name}' {why}.");
        return OperatorState(declarer, all, callSite, readsBroadcast);
    }

    private static IReadOnlyList<StateDeclaration> StatesOf(object declarer, string callSite)
    {
        AsynchronousFunctions.RefuseMethods(declarer, callSite);
        return StateDeclarations.Of(declarer);
    }

    private IReadOnlyList<StateDescriptor> OperatorState(object declarer, IReadOnlyList<StateDeclaration> all, string callSite, bool readsBroadcast)
    {
        var states = describer.DescribeOperator(all.OfType<OperatorStateDeclaration>(), callSite);
        if (states.FirstOrDefault(s => s.IsCopied) is { } copied && !readsBroadcast)
        {
            throw new InvalidJobException(
                $"{declarer.GetType().Name} at {callSite} declares the broadcast state '{copied.Name}' but reads no broadcast stream, so nothing could change it; call Connect(rules.Broadcast()) and derive from a broadcast function.");
        }

        return states;
    }

    private void CheckKeys<T>(IReadOnlyList<StreamInput<T>> inputs)
    {
        foreach (var input in inputs) input.Partitioning.Accept(new KeyCheck<T>(describer));
    }

    private sealed class KeyCheck<T>(IStateDescriber describer) : IPartitioningVisitor<T, bool>
    {
        public bool VisitForward(ForwardPartitioning<T> partitioning) => true;

        public bool VisitRebalance(RebalancePartitioning<T> partitioning) => true;

        public bool VisitBroadcast(BroadcastPartitioning<T> partitioning) => true;

        public bool VisitCustom(CustomPartitioning<T> partitioning) => true;

        public bool VisitKeyed<TKey>(KeyedPartitioning<TKey, T> partitioning)
        {
            describer.CheckKey<TKey>(partitioning.CallSite);
            return true;
        }
    }
}
