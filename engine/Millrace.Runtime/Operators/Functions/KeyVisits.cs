using Millrace.Runtime.State;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>
/// The key visits that a broadcast record requested: one key at a time as long as there is room, up to a limit per step, so that the task
/// checks its mailbox in between. They are part of the record, which is done when they are.
/// </summary>
internal sealed class KeyVisits<TKey, TIn, TOut>(KeyContext<TKey> key, ITimerService timers, OperatorOutput<TOut> output) : IKeyVisits<TKey, TOut>, IKeyVisiting
{
    private const int PerStep = 256;

    private readonly List<(IKeyedStorage Storage, KeyVisitor<TKey, TOut> Visit)> _asked = [];
    private KeyedProcessCall<TKey, TIn, TOut>? _guarded;
    private KeyVisitor<TKey, TOut> _visit = null!;
    private IEnumerator<bool>? _visits;
    private TIn _record = default!;

    public bool IsCutShort { get; private set; }

    public bool IsAtWork { get; private set; }

    /// <summary>Makes an exception in a visit affect only its key.</summary>
    public void Guard(Func<KeyedProcessCall<TKey, TIn, TOut>, KeyedProcessCall<TKey, TIn, TOut>> guard) =>
        _guarded = guard((_, context, collector) => _visit(context, collector));

    public void Add(IKeyedStorage storage, KeyVisitor<TKey, TOut> visit) => _asked.Add((storage, visit));

    /// <summary>Discards the requested visits: the record on which the function threw requests nothing.</summary>
    public void Clear() => _asked.Clear();

    /// <summary>Starts the visits that the function has requested.</summary>
    public void Begin(TIn record)
    {
        if (_asked.Count > 0) (_record, _visits) = (record, Visits().GetEnumerator());
    }

    public bool Continue()
    {
        IsCutShort = false;
        for (var left = PerStep; _visits is not null; left--)
        {
            if (!output.HasRoom) return false;
            IsCutShort = left == 0;
            if (IsCutShort) return false;
            IsAtWork = true;
            if (!_visits.MoveNext()) End();
            IsAtWork = false;
        }

        return output.HasRoom;
    }

    private void End()
    {
        (_visits, _record) = (null, default!);
        _asked.Clear();
        key.Clear();
    }

    /// <summary>With each element, makes a visit or passes an empty key group.</summary>
    private IEnumerable<bool> Visits()
    {
        foreach (var (storage, visit) in _asked)
        {
            _visit = visit;
            for (var group = 0; group < key.MaxParallelism; group++)
            {
                foreach (var bytes in storage.KeysOf(group))
                {
                    key.SetFromBytes(bytes);
                    if (storage.HasCurrentKey) Visit();
                    yield return true;
                }
            }
        }
    }

    private void Visit()
    {
        var context = new KeyedProcessContext<TKey>(key.Key, output.Main.Timestamp, timers, output.Side);
        if (_guarded is null) _visit(context, output.Main);
        else _guarded(_record, context, output.Main);
    }
}
