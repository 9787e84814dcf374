namespace Millrace.Stages;

internal sealed class FilterStage<T>(Func<T, bool> predicate) : Stage<T, T>
{
    public override bool EndsWithPush => true;

    public override TResult Attach<TNext, TResult>(TNext next, IStageContinuation<T, TResult> then) =>
        then.Then(new Filter<TNext>(predicate, next));

    private struct Filter<TNext>(Func<T, bool> predicate, TNext next) : IOutput<T> where TNext : struct, IOutput<T>
    {
        private TNext _next = next;

        public bool Push(T value, long timestamp) => !predicate(value) || _next.Push(value, timestamp);

        public bool Resume() => _next.Resume();
    }
}
