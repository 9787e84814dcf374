using Millrace.Runtime.State;

namespace Millrace.Runtime.Operators;

/// <summary>
/// The visits of keys that a broadcast record asked for: one key at a time as long as there is room, and so many a step, so that the task
/// looks at its mail in between. They are a part of the record, which is done when they are.
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

    /// <summary>Lets exceptions of visits end with their key.</summary>
    public void Guard(Func<KeyedProcessCall<TKey, TIn, TOut>, KeyedProcessCall<TKey, TIn, TOut>> guard) =>
        _guarded = guard((_, context, collector) => _visit(context, collector));

    public void Add(IKeyedStorage storage, KeyVisitor<TKey, TOut> visit) => _asked.Add((storage, visit));

    /// <summary>Forgets what was asked for: the record with which the function threw asked for nothing.</summary>
    public void Clear() => _asked.Clear();

    /// <summary>Begins the visits that the function has asked for.</summary>
    public void Begin(TIn record)
    {
        if (_asked.Count > 0) (_record, _visits) = (record, Visits().GetEnumerator());
    }

    public bool GoOn()
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

    /// <summary>Makes a visit, or passes an empty key group, with each element.</summary>
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
