namespace Millrace.Stages;

internal sealed class MapStage<TIn, TOut>(Func<TIn, TOut> map) : Stage<TIn, TOut>
{
    public override bool EndsWithPush => true;

    public override TResult Attach<TNext, TResult>(TNext next, IStageContinuation<TIn, TResult> then) =>
        then.Then(new Map<TNext>(map, next));

    private struct Map<TNext>(Func<TIn, TOut> map, TNext next) : IOutput<TIn> where TNext : struct, IOutput<TOut>
    {
        private TNext _next = next;

        public bool Push(TIn value, long timestamp) => _next.Push(map(value), timestamp);

        public bool Resume() => _next.Resume();
    }
}
