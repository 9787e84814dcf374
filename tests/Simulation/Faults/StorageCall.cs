using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>A call of the storage: it takes effect at some moment, and its answer, or the end of the wait for it, is an event of the process that made it.</summary>
internal sealed class StorageCall<T>
{
    private readonly StorageCalls _calls;
    private readonly SimulatedProcess _caller;
    private readonly CallTiming _timing;
    private readonly string _what;
    private readonly Func<T> _effect;
    private readonly Action _onNothing;
    private readonly TaskCompletionSource<T> _answer = new();
    private readonly Work _event;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private Work? _onTheWay;
    private SlowCall? _slow;
    private Action? _outcome;
    private long _number;
    private int _pauses;
    private bool _hasArrived;
    private bool _isOver;

    /// <param name="calls">What it is one of.</param>
    /// <param name="caller">The process that makes it.</param>
    /// <param name="timing">When it takes effect, and is answered.</param>
    /// <param name="what">The call, in words.</param>
    /// <param name="effect">What it does, and its result.</param>
    /// <param name="onNothing">Called when it has had no effect, and will have none.</param>
    public StorageCall(StorageCalls calls, SimulatedProcess caller, CallTiming timing, string what, Func<T> effect, Action onNothing)
    {
        (_calls, _caller, _timing, _what, _effect, _onNothing) = (calls, caller, timing, what, effect, onNothing);
        _event = calls.WorkOf(caller, Happen);
    }

    /// <summary>Makes the call.</summary>
    /// <param name="cancellation">Ends the wait for the answer.</param>
    public Task<T> Begin(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        var isHeld = _calls.IsHeld(_what);
        if (_timing.IsImmediate && !isHeld)
        {
            TakeEffect();
            _isOver = true;
            _outcome?.Invoke();
            return _answer.Task;
        }

        (_number, _pauses, _slow) = (_calls.Begun(_caller), _caller.Pauses, _calls.Slowed(_caller, _timing));
        _registration = cancellation.UnsafeRegister(static call => ((StorageCall<T>)call!)._event.Wake(), this);
        if (_timing.Moment == EffectMoment.WithTheAnswer)
        {
            _calls.After(_timing.Whole, Arrive);
        }
        else if (_timing.Moment == EffectMoment.OnTheWay || isHeld)
        {
            _onTheWay = _calls.WorkOf(null, TakeEffectOnTheWay);
            _calls.After(_timing.Before, _onTheWay.Wake);
        }
        else
        {
            TakeEffect();
            _calls.After(_timing.After, Arrive);
        }

        return _answer.Task;
    }

    private bool TakeEffectOnTheWay()
    {
        if ((_isOver || !_caller.Alive) && !_timing.IsSent) _onNothing();
        else if (_calls.Holds(_what, _onTheWay!.Wake)) return false;
        else TakeEffect();
        _calls.After(_timing.After, Arrive);
        return false;
    }

    private void Arrive()
    {
        _hasArrived = true;
        _event.Wake();
    }

    /// <summary>The process takes the answer, if it is there, or does not wait any longer.</summary>
    private bool Happen()
    {
        if (_isOver) return false;
        if (_hasArrived && _outcome is null && !_calls.Holds(_what, _event.Wake)) TakeEffect();
        if (!_caller.Alive) return false;
        if (_hasArrived && _outcome is not null) End(_outcome);
        else if (_cancellation.IsCancellationRequested) GiveUp();
        return false;
    }

    private void GiveUp()
    {
        if (_timing.Moment == EffectMoment.WithTheAnswer) _onNothing();
        End(null);
    }

    private void End(Action? outcome)
    {
        _isOver = true;
        _registration.Dispose();
        _calls.Ended(_caller, _number, _pauses, _slow, outcome is not null, _cancellation.IsCancellationRequested);
        if (outcome is not null) outcome();
        else _answer.SetCanceled(_cancellation);
    }

    private void TakeEffect()
    {
        var result = default(T);
        if (!_calls.TakesEffect(_what, _caller, _isOver, () => result = _effect(), out var failure)) _onNothing();
        if (failure is not null) _outcome = () => _answer.SetException(failure);
        else _outcome = () => _answer.SetResult(result!);
    }
}
