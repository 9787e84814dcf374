namespace Millrace;

/// <summary>Keeps a key's first records in an order, with an entry for each rank.</summary>
internal sealed class TopNFunction<TKey, T>(int n, Comparison<T> order, Ttl? timeToLive) : KeyedProcessFunction<TKey, T, Change<(TKey Key, int Rank), T>>
{
    private readonly MapState<int, T> _ranks = new("ranks");
    private readonly ValueState<RankingState> _ranking = new("ranking");
    private readonly KeyLife _life = new(timeToLive);

    // Records that were not among the first are gone.
    public override IReadOnlyList<StateParameter> StateParameters => [StateParameter.Of("the number of ranks", n)];

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<Change<(TKey Key, int Rank), T>> output)
    {
        var ranking = _ranking.TryGet(out var kept) ? kept : default;
        if (_life.IsOver(ranking.LastUse, context.Timestamp, context.Timers))
        {
            _ranks.Clear();
            ranking = ranking with { Count = 0 };
        }

        var rank = RankOf(value, ranking.Count);
        if (rank > n && !_life.IsExtendedByReads) return;
        var lastUse = _life.Use(ranking.LastUse, context.Timestamp, context.Timers);
        _ranking.Update(new RankingState(rank > n ? ranking.Count : Insert(context.Key, rank, ranking.Count, value, output), lastUse));
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<Change<(TKey Key, int Rank), T>> output)
    {
        if (!_ranking.TryGet(out var ranking) || !_life.EndsAt(context.Domain, context.Timestamp, ranking.LastUse, context.Timers)) return;
        _ranks.Clear();
        _ranking.Clear();
    }

    // Each record from there on moves down one rank; the last one drops out.
    private int Insert(TKey key, int rank, int count, T value, ICollector<Change<(TKey Key, int Rank), T>> output)
    {
        for (; rank <= n; rank++)
        {
            var wasTaken = rank <= count;
            var previous = wasTaken && _ranks.TryGet(rank, out var taken) ? taken : default;
            _ranks.Put(rank, value);
            output.Collect(new(wasTaken ? ChangeKind.Update : ChangeKind.Insert, (key, rank), value, previous));
            if (!wasTaken) return rank;
            value = previous!;
        }

        return n;
    }

    // Searches from the end, where most records belong. Equal records rank in arrival order.
    private int RankOf(T value, int count)
    {
        var rank = count + 1;
        while (rank > 1 && _ranks.TryGet(rank - 1, out var better) && order(value, better) < 0) rank--;
        return rank;
    }
}
