namespace Millrace;

/// <summary>
/// Keeps the first rows of a group of a changing table by place, and the others in a heap, whose first row moves up when a place becomes free. Only
/// places whose row has changed in the end are emitted.
/// </summary>
internal sealed class TableTopNFunction<TGroup, TKey, T, TOut> : KeyedProcessFunction<TGroup, GroupChange<TGroup, TKey, T>, Change<(TGroup Group, int Place), TOut>>
    where TKey : notnull
{
    private readonly MapState<int, RankRow<TKey, T>> _first = new("first");
    private readonly MapState<long, RankRow<TKey, T>> _others = new("others");
    private readonly MapState<TKey, long> _places = new("places");
    private readonly ValueState<TableRanking> _ranking = new("ranking");
    private readonly SortedDictionary<int, RankRow<TKey, T>?> _before = [];
    private readonly RowHeap<TKey, T> _heap;
    private readonly Comparison<T> _order;
    private readonly bool _withTies;
    private readonly int _n;
    private readonly Func<Ranked<T>, TOut> _resultOf;
    private TableRanking _now;
    private int _replaced;

    public TableTopNFunction(int n, Comparison<T> order, bool withTies, Func<Ranked<T>, TOut> resultOf)
    {
        (_n, _order, _withTies, _resultOf) = (n, order, withTies, resultOf);
        _heap = new RowHeap<TKey, T>(_others, _places, (a, b) => order(a.Row, b.Row) is var compared and not 0 ? compared : a.Sequence.CompareTo(b.Sequence));
    }

    // Which rows are among the first depends on both.
    public override IReadOnlyList<StateParameter> StateParameters => [StateParameter.Of("the number of ranks", _n), new("ties on a rank", $"{_withTies}")];

    public override void Process(
        GroupChange<TGroup, TKey, T> value, KeyedProcessContext<TGroup> context, ICollector<Change<(TGroup Group, int Place), TOut>> output)
    {
        _before.Clear();
        _replaced = 0;
        _now = _ranking.TryGet(out var ranking) ? ranking : default;
        var isKnown = _places.TryGet(value.Key, out var place);
        if (value.IsAdded && isKnown && _order(value.Added!, RowAt(place).Row) == 0)
        {
            Replace(place, value.Added!);
        }
        else
        {
            if (isKnown) Remove(place);
            if (value.IsAdded) Add(new RankRow<TKey, T>(value.Key, value.Added!, _now.Sequence, 0));
        }

        if (_now.First == 0) _ranking.Clear();
        else _ranking.Update(_now);
        Emit(context.Key, output);
    }

    private RankRow<TKey, T> RowAt(long place) => place < 0 ? _heap.At(-place) : _first.TryGet((int)place, out var row) ? row : default;

    private void Replace(long place, T row)
    {
        if (place < 0)
        {
            _heap.Replace(-place, _heap.At(-place) with { Row = row });
            return;
        }

        _replaced = (int)place;
        Set(_replaced, RowAt(place) with { Row = row });
    }

    private void Add(RankRow<TKey, T> row)
    {
        _now = _now with { Sequence = _now.Sequence + 1 };
        var place = _now.First;
        while (place > 0 && _order(row.Row, RowAt(place).Row) < 0) place--;
        row = row with { Rank = RankAfter(place, row.Row) };
        if (row.Rank > _n)
        {
            ToOthers(row);
            return;
        }

        // All rows after it rank lower.
        for (var at = _now.First; at > place; at--)
        {
            var moved = RowAt(at);
            Set(at + 1, moved with { Rank = moved.Rank + 1 });
        }

        Set(place + 1, row);
        _now = _now with { First = _now.First + 1 };
        while (RowAt(_now.First) is var last && last.Rank > _n)
        {
            Unset(_now.First);
            _now = _now with { First = _now.First - 1 };
            ToOthers(last);
        }
    }

    private void Remove(long place)
    {
        if (place < 0)
        {
            _heap.RemoveAt(-place, _now.Others);
            _now = _now with { Others = _now.Others - 1 };
            return;
        }

        var gone = RowAt(place);
        _places.Remove(gone.Key);
        for (var at = (int)place; at < _now.First; at++)
        {
            var moved = RowAt(at + 1);
            Set(at, moved.Rank > gone.Rank ? moved with { Rank = moved.Rank - 1 } : moved);
        }

        Unset(_now.First);
        _now = _now with { First = _now.First - 1 };
        while (_now.Others > 0 && _heap.First is var next && RankAfter(_now.First, next.Row) is var rank && rank <= _n)
        {
            _heap.RemoveAt(1, _now.Others);
            _now = _now with { Others = _now.Others - 1, First = _now.First + 1 };
            Set(_now.First, next with { Rank = rank });
        }
    }

    // Returns the rank of a row placed directly after a given place.
    private int RankAfter(int place, T row) => _withTies && place > 0 && RowAt(place) is var before && _order(row, before.Row) == 0 ? before.Rank : place + 1;

    private void ToOthers(RankRow<TKey, T> row)
    {
        _heap.Add(row, _now.Others);
        _now = _now with { Others = _now.Others + 1 };
    }

    private void Set(int place, RankRow<TKey, T> row)
    {
        Note(place);
        _first.Put(place, row);
        _places.Put(row.Key, place);
    }

    private void Unset(int place)
    {
        Note(place);
        _first.Remove(place);
    }

    private void Note(int place)
    {
        if (!_before.ContainsKey(place)) _before.Add(place, _first.TryGet(place, out var row) ? row : null);
    }

    private void Emit(TGroup group, ICollector<Change<(TGroup Group, int Place), TOut>> output)
    {
        foreach (var (place, before) in _before)
        {
            var isNow = _first.TryGet(place, out var row);
            if (!isNow && before is null) continue;
            // The same row is at the same place again.
            if (isNow && before is { } same && same.Sequence == row.Sequence && same.Rank == row.Rank && place != _replaced) continue;
            var kind = !isNow ? ChangeKind.Delete : before is null ? ChangeKind.Insert : ChangeKind.Update;
            output.Collect(new(kind, (group, place), isNow ? ResultOf(row) : default, before is { } was ? ResultOf(was) : default));
        }
    }

    private TOut ResultOf(RankRow<TKey, T> row) => _resultOf(new Ranked<T>(row.Rank, row.Row));
}

/// <summary>A group's ranking, apart from its rows.</summary>
/// <param name="First">The number of rows among the first.</param>
/// <param name="Others">The number of other rows.</param>
/// <param name="Sequence">The number of rows that have arrived.</param>
internal readonly record struct TableRanking(int First, long Others, long Sequence);
