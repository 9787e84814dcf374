using Millrace.Stages;

namespace Millrace.Tests.Testing.Harness;

/// <summary>Follows an operator in its chain, and records each record at the moment it is emitted.</summary>
internal sealed class FrozenStage<T>(FrozenLedger ledger) : Stage<T, T>
{
    public override TResult Attach<TNext, TResult>(TNext next, IStageContinuation<T, TResult> then) => then.Then(new Note<TNext>(ledger, next));

    private struct Note<TNext>(FrozenLedger ledger, TNext next) : IOutput<T> where TNext : struct, IOutput<T>
    {
        private TNext _next = next;

        public bool Push(T value, long timestamp)
        {
            ledger.Note(value, $"Emitted record {value}");
            return _next.Push(value, timestamp);
        }

        public bool Resume() => _next.Resume();
    }
}
