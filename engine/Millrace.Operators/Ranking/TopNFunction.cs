namespace Millrace;

/// <summary>Keeps a key's first records in an order, an entry for each rank.</summary>
internal sealed class TopNFunction<TKey, T>(int n, Comparison<T> order) : KeyedProcessFunction<TKey, T, Change<(TKey Key, int Rank), T>>
{
    private readonly MapState<int, T> _ranks = new("ranks");
    private readonly ValueState<int> _count = new("count");

    // What was not among the first is gone.
    public override IReadOnlyList<StateParameter> StateParameters => [StateParameter.Of("the number of ranks", n)];

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<Change<(TKey Key, int Rank), T>> output)
    {
        var count = _count.Value;
        var rank = RankOf(value, count);
        if (rank > n) return;
        for (; rank <= n; rank++)
        {
            // Each record that was here moves one rank down, the last one out.
            var wasTaken = rank <= count;
            var previous = wasTaken && _ranks.TryGet(rank, out var taken) ? taken : default;
            _ranks.Put(rank, value);
            if (!wasTaken) _count.Update(rank);
            output.Collect(new(wasTaken ? ChangeKind.Update : ChangeKind.Insert, (context.Key, rank), value, previous));
            if (!wasTaken) return;
            value = previous!;
        }
    }

    // From the end, where most records fail. Among equals the one that came first is first.
    private int RankOf(T value, int count)
    {
        var rank = count + 1;
        while (rank > 1 && _ranks.TryGet(rank - 1, out var better) && order(value, better) < 0) rank--;
        return rank;
    }
}
