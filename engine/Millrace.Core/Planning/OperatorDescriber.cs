using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>Says what each transformation is, with its state; refuses keys and state of unsupported types.</summary>
internal sealed class OperatorDescriber(IStateDescriber describer) : ITransformationVisitor<(OperatorRole Role, IReadOnlyList<StateDescriptor> States, bool CanRetract)>
{
    public JobOperator Describe(Transformation transformation, OperatorId id)
    {
        var (role, states, canRetract) = transformation.Accept(this);
        var name = transformation.Name ?? transformation.Uid ?? transformation.Kind;
        return new JobOperator(id, transformation.Kind, name, role, transformation.Uid is not null, canRetract, states);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitSource<T>(SourceTransformation<T> source) =>
        (OperatorRole.Source, [], false);

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage)
    {
        CheckKeys(stage.TypedInputs);
        return (OperatorRole.Stateless, [], false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process)
    {
        CheckKeys(process.TypedInputs);
        RefuseKeyedState(process.Function, process.CallSite, "KeyedProcessFunction");
        return (OperatorRole.Stateless, [], false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitKeyedProcess<TKey, TIn, TOut>(
        KeyedProcessTransformation<TKey, TIn, TOut> process)
    {
        CheckKeys(process.TypedInputs);
        return (OperatorRole.Stateful, describer.Describe<TKey>(StateDeclarations.Of(process.Function), process.CallSite), false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process)
    {
        CheckKeys(process.Inputs1);
        CheckKeys(process.Inputs2);
        RefuseKeyedState(process.Function, process.CallSite, "KeyedCoProcessFunction");
        return (OperatorRole.Stateless, [], false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitKeyedCoProcess<TKey, T1, T2, TOut>(
        KeyedCoProcessTransformation<TKey, T1, T2, TOut> process)
    {
        CheckKeys(process.Inputs1);
        CheckKeys(process.Inputs2);
        return (OperatorRole.Stateful, describer.Describe<TKey>(StateDeclarations.Of(process.Function), process.CallSite), false);
    }

    public (OperatorRole, IReadOnlyList<StateDescriptor>, bool) VisitSink<T>(SinkTransformation<T> sink)
    {
        CheckKeys(sink.TypedInputs);
        return sink.Sink is IExactlyOnceSink<T> exactlyOnce
            ? (OperatorRole.ExactlyOnceSink, [], exactlyOnce.CanRetract)
            : (OperatorRole.Sink, [], false);
    }

    private static void RefuseKeyedState(StreamFunction function, string callSite, string keyed)
    {
        if (StateDeclarations.Of(function) is not [var state, ..]) return;
        throw new InvalidJobException(
            $"{function.GetType().Name} at {callSite} declares the keyed state '{state.Name}' but its stream has no key; call KeyBy first and derive from {keyed}.");
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

        public bool VisitKeyed<TKey>(KeyedPartitioning<TKey, T> partitioning)
        {
            describer.CheckKey<TKey>(partitioning.CallSite);
            return true;
        }
    }
}
