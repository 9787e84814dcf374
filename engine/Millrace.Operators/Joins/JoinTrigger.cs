namespace Millrace;

/// <summary>When the windows of a join emit results: at their end, or when a trigger fires.</summary>
internal abstract class JoinTrigger<TKey, T1, T2>
{
    public static JoinTrigger<TKey, T1, T2> AtEnd { get; } = new EndOfWindows();

    public abstract OperatorStream<TOut> Process<TOut>(
        WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows, CoGroupFunction<TKey, T1, T2, TOut> function, string kind, string file, int line);

    private sealed class EndOfWindows : JoinTrigger<TKey, T1, T2>
    {
        public override OperatorStream<TOut> Process<TOut>(
            WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows, CoGroupFunction<TKey, T1, T2, TOut> function, string kind, string file, int line) =>
            windows.Process(function, kind, file, line);
    }
}

/// <summary>Emits results when a trigger fires.</summary>
internal sealed class JoinTrigger<TKey, T1, T2, TState>(Trigger<TState> trigger) : JoinTrigger<TKey, T1, T2>
{
    public override OperatorStream<TOut> Process<TOut>(
        WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows, CoGroupFunction<TKey, T1, T2, TOut> function, string kind, string file, int line) =>
        windows.Trigger(trigger).Process(function, kind, file, line);
}
