using Millrace.Testing;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Operators.Tests.BuiltIn;

/// <summary>A lifecycle of an operator with one hot key: it takes in a given number of records, and then all its state comes to its end.</summary>
/// <param name="Name">The operator under test.</param>
/// <param name="Run">Runs it with the given number of records on a state backend.</param>
public sealed record OperatorCase(string Name, Func<int, CountedStateOperations, OperatorLife> Run)
{
    /// <summary>The number of entries that the last record itself leaves, such as one after others expired; null if state never ends.</summary>
    public long? EntriesLeft { get; init; } = 0;

    /// <summary>
    /// The numbers of records for which its cost is measured. At least one case of each operator has <see cref="OperatorCases.Large"/>; if all had,
    /// the tests would take minutes more.
    /// </summary>
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

/// <summary>The state that an operator held.</summary>
/// <param name="Entries">Entries of state before the end.</param>
/// <param name="Timers">Timers before the end.</param>
/// <param name="EntriesLeft">Entries of state after the end.</param>
/// <param name="TimersLeft">Timers after the end.</param>
public sealed record OperatorLife(long Entries, long Timers, long EntriesLeft, long TimersLeft);
