using Millrace.Stages;

namespace Millrace.Runtime.Receivers.Runs;

/// <summary>The rest of a run of stages while a chain is built from its end.</summary>
internal abstract class RunTail<T>
{
    /// <summary>Passes the first struct of the rest to <paramref name="then"/>.</summary>
    public abstract TResult Build<TResult>(IStageContinuation<T, TResult> then);

    /// <summary>Returns the receiver for the records of the operator before the run.</summary>
    /// <param name="position">Records the running operator.</param>
    /// <param name="from">The operator's index in the chain, or <see cref="ChainPosition.None"/> where the run is its head.</param>
    public Receiver<T> ToReceiver(ChainPosition position, int from) => Build(new RunHeadBuilder<T>(position, from));
}

/// <summary>A stage before the rest.</summary>
internal sealed class StageTail<TIn, TOut>(Stage<TIn, TOut> stage, RunTail<TOut> rest, ChainPosition position, int index) : RunTail<TIn>
{
    public override TResult Build<TResult>(IStageContinuation<TIn, TResult> then) => rest.Build(new Attach<TResult>(stage, position, index, then));

    private sealed class Attach<TResult>(Stage<TIn, TOut> stage, ChainPosition position, int index, IStageContinuation<TIn, TResult> then)
        : IStageContinuation<TOut, TResult>
    {
        public TResult Then<THead>(THead head) where THead : struct, IOutput<TOut> => stage.EndsWithPush
            ? stage.Attach(new LastBoundary<TOut, THead>(position, index, head), then)
            : stage.Attach(new Boundary<TOut, THead>(position, index, head), then);
    }
}

/// <summary>The end of a run: an operator or a partition behind a branded struct.</summary>
internal sealed class EndTail<T>(Receiver<T> receiver, int brand) : RunTail<T>
{
    public Receiver<T> Receiver => receiver;

    public override TResult Build<TResult>(IStageContinuation<T, TResult> then) => Brands.Pick(brand, new Branded<TResult>(receiver, then));

    private sealed class Branded<TResult>(Receiver<T> receiver, IStageContinuation<T, TResult> then) : IBranded<TResult>
    {
        public TResult With<TBrand>() where TBrand : struct => then.Then(new End<TBrand>(receiver));
    }

    private readonly struct End<TBrand>(Receiver<T> receiver) : IOutput<T> where TBrand : struct
    {
        public bool Push(T value, long timestamp) => receiver.Push(value, timestamp);

        public bool Resume() => receiver.Resume();
    }
}
