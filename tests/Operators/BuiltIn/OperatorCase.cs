using Millrace.Testing;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>A life of an operator with one hot key: it takes in so many records, and then all that it holds comes to its end.</summary>
/// <param name="Name">What is tested.</param>
/// <param name="Run">Runs it with so many records on a state backend.</param>
public sealed record OperatorCase(string Name, Func<int, CountedStateOperations, OperatorLife> Run)
{
    /// <summary>How many entries the last record leaves by itself, such as the one that comes when others have expired; null where what it holds has no end.</summary>
    public long? EntriesLeft { get; init; } = 0;

    /// <summary>With how many records its costs are counted.</summary>
    public int[] Sizes { get; init; } = [1_000, 10_000];

    public static OperatorCase Of<TOut>(
        string name, Func<DataStream<Item>, DataStream<TOut>> define, Action<StreamHarness<Item, TOut>, int> fill, Action<StreamHarness<Item, TOut>> end) =>
        new(name, (n, state) =>
        {
            using var harness = StreamHarness.Of(define, new StreamHarnessOptions { StateBackend = state, MaxParallelism = 4 });
            fill(harness, n);
            var (entries, timers) = (harness.StateEntries, harness.PendingTimers);
            end(harness);
            return new OperatorLife(entries, timers, harness.StateEntries, harness.PendingTimers);
        });

    public static OperatorCase Of<TOut>(
        string name,
        Func<DataStream<Item>, DataStream<Item>, DataStream<TOut>> define,
        Action<StreamHarness<Item, Item, TOut>, int> fill,
        Action<StreamHarness<Item, Item, TOut>> end) =>
        new(name, (n, state) =>
        {
            using var harness = StreamHarness.Of(define, new StreamHarnessOptions { StateBackend = state, MaxParallelism = 4 });
            fill(harness, n);
            var (entries, timers) = (harness.StateEntries, harness.PendingTimers);
            end(harness);
            return new OperatorLife(entries, timers, harness.StateEntries, harness.PendingTimers);
        });

    public override string ToString() => Name;
}

/// <summary>What an operator held.</summary>
/// <param name="Entries">Entries of state before the end.</param>
/// <param name="Timers">Timers before the end.</param>
/// <param name="EntriesLeft">Entries of state after the end.</param>
/// <param name="TimersLeft">Timers after the end.</param>
public sealed record OperatorLife(long Entries, long Timers, long EntriesLeft, long TimersLeft);
