namespace Millrace;

/// <summary>
/// Keeps a key's records in the first ranks, where equal records share a rank, with an entry for each place; a rank may have many places.
/// </summary>
internal sealed class TopNWithTiesFunction<TKey, T>(int n, Comparison<T> order, Ttl? timeToLive)
    : KeyedProcessFunction<TKey, T, Change<(TKey Key, int Place), Ranked<T>>>
{
    private readonly MapState<int, Ranked<T>> _places = new("places");
    private readonly ValueState<RankingState> _ranking = new("ranking");
    private readonly KeyLife _life = new(timeToLive);

    // Records that were not among the first are gone.
    public override IReadOnlyList<StateParameter> StateParameters => [StateParameter.Of("the number of ranks", n)];

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<Change<(TKey Key, int Place), Ranked<T>>> output)
    {
        var ranking = _ranking.TryGet(out var kept) ? kept : default;
        if (_life.IsOver(ranking.LastUse, context.Timestamp, context.Timers))
        {
            _places.Clear();
            ranking = ranking with { Count = 0 };
        }

        var (place, rank) = PlaceOf(value, ranking.Count);
        if (rank > n && !_life.IsExtendedByReads) return;
        var lastUse = _life.Use(ranking.LastUse, context.Timestamp, context.Timers);
        _ranking.Update(new RankingState(rank > n ? ranking.Count : Insert(context.Key, place, ranking.Count, new Ranked<T>(rank, value), output), lastUse));
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<Change<(TKey Key, int Place), Ranked<T>>> output)
    {
        if (!_ranking.TryGet(out var ranking) || !_life.EndsAt(context.Domain, context.Timestamp, ranking.LastUse, context.Timers)) return;
        _places.Clear();
        _ranking.Clear();
    }

    // All later records are lower and move by one place and one rank; those whose rank becomes too high are removed.
    private int Insert(TKey key, int place, int count, Ranked<T> row, ICollector<Change<(TKey Key, int Place), Ranked<T>>> output)
    {
        for (; row.Rank <= n; place++)
        {
            var wasTaken = place <= count;
            var previous = wasTaken && _places.TryGet(place, out var taken) ? taken : default;
            _places.Put(place, row);
            output.Collect(new(wasTaken ? ChangeKind.Update : ChangeKind.Insert, (key, place), row, previous));
            if (!wasTaken) return place;
            row = previous with { Rank = previous.Rank + 1 };
        }

        for (var gone = place; gone <= count; gone++)
        {
            _places.TryGet(gone, out var previous);
            _places.Remove(gone);
            output.Collect(new(ChangeKind.Delete, (key, gone), default, previous));
        }

        return place - 1;
    }

    // Searches from the end, where most records belong. Equal records rank in arrival order.
    private (int Place, int Rank) PlaceOf(T value, int count)
    {
        for (var place = count; place > 0 && _places.TryGet(place, out var row); place--)
        {
            var compared = order(value, row.Row);
            if (compared >= 0) return (place + 1, compared == 0 ? row.Rank : place + 1);
        }

        return (1, 1);
    }
}
