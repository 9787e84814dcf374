namespace Millrace.Stages;

/// <summary>Pauses in the middle of an enumeration while the output is full.</summary>
internal sealed class FlatMapStage<TIn, TOut>(Func<TIn, IEnumerable<TOut>> flatMap) : Stage<TIn, TOut>
{
    public override TResult Attach<TNext, TResult>(TNext next, IStageContinuation<TIn, TResult> then) =>
        then.Then(new FlatMap<TNext>(flatMap, next));

    private struct FlatMap<TNext>(Func<TIn, IEnumerable<TOut>> flatMap, TNext next) : IOutput<TIn>
        where TNext : struct, IOutput<TOut>
    {
        private TNext _next = next;
        private IEnumerator<TOut>? _paused;
        private long _timestamp;

        public bool Push(TIn value, long timestamp)
        {
            var results = flatMap(value).GetEnumerator();
            return Drain(results, timestamp);
        }

        public bool Resume()
        {
            if (!_next.Resume()) return false;
            if (_paused is not { } results) return true;
            _paused = null;
            return Drain(results, _timestamp);
        }

        private bool Drain(IEnumerator<TOut> results, long timestamp)
        {
            while (results.MoveNext())
            {
                if (_next.Push(results.Current, timestamp)) continue;
                _paused = results;
                _timestamp = timestamp;
                return false;
            }

            results.Dispose();
            return true;
        }
    }
}
