using Millrace.Runtime.Receivers.Sides;
using Millrace.Stages;

namespace Millrace.Runtime.Receivers.Runs;

/// <summary>A stage, with the rest of the run, whose own exceptions affect only the current record.</summary>
internal sealed class GuardedTail<T>(RunTail<T> guarded, RecordErrors<T> errors) : RunTail<T>
{
    public override TResult Build<TResult>(IStageContinuation<T, TResult> then) => guarded.Build(new Guard<TResult>(errors, then));

    private sealed class Guard<TResult>(RecordErrors<T> errors, IStageContinuation<T, TResult> then) : IStageContinuation<T, TResult>
    {
        public TResult Then<THead>(THead head) where THead : struct, IOutput<T> => then.Then(new Guarded<THead>(head, errors));
    }

    private struct Guarded<THead>(THead head, RecordErrors<T> errors) : IOutput<T> where THead : struct, IOutput<T>
    {
        private THead _head = head;
        private T? _paused;
        private long _timestamp;

        public bool Push(T value, long timestamp)
        {
            try
            {
                if (_head.Push(value, timestamp)) return true;
                (_paused, _timestamp) = (value, timestamp);
                return false;
            }
            catch (Exception e) when (errors.Covers(e))
            {
                errors.Take(value, timestamp, e);
            }

            // Before it threw, it may have filled the output.
            return ResumeAll();
        }

        public bool Resume()
        {
            try
            {
                return ResumeAll();
            }
            catch (Exception e) when (errors.Covers(e))
            {
                errors.Take(_paused!, _timestamp, e);
            }

            return ResumeAll();
        }

        private bool ResumeAll() => _head.Resume() & errors.Resume();
    }
}
