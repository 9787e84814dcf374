using System.Runtime.CompilerServices;
using Millrace.Stages;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream of records of type <typeparamref name="T"/>.</summary>
public class DataStream<T>
{
    private readonly StreamInput<T>[] _inputs;

    internal DataStream(StreamEnvironment env, StreamInput<T>[] inputs)
    {
        Environment = env;
        _inputs = inputs;
        AsynchronousRecords.Refuse(typeof(T), inputs[^1].Source.CallSite);
    }

    /// <summary>The environment that the stream was defined in.</summary>
    public StreamEnvironment Environment { get; }

    /// <summary>The edges that an operator on this stream reads.</summary>
    public IReadOnlyList<StreamInput<T>> Inputs => _inputs;

    /// <summary>The type of the keys; null if the stream is not keyed.</summary>
    internal virtual Type? KeyType => null;

    /// <summary>Emits one result for each record.</summary>
    public OperatorStream<TOut> Map<TOut>(Func<T, TOut> map, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Stage("map", new MapStage<T, TOut>(map), file, line);

    /// <summary>Keeps the records for which <paramref name="predicate"/> returns true.</summary>
    public OperatorStream<T> Filter(Func<T, bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Stage("filter", new FilterStage<T>(predicate), file, line);

    /// <summary>Emits any number of results for each record; the enumeration is paused while the output is full.</summary>
    public OperatorStream<TOut> FlatMap<TOut>(
        Func<T, IEnumerable<TOut>> flatMap, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Stage("flat-map", new FlatMapStage<T, TOut>(flatMap), file, line);

    /// <summary>Collects any number of results for each record. Fast; use it for few results per record: they are buffered in memory.</summary>
    /// <exception cref="InvalidJobException">The function is asynchronous.</exception>
    public OperatorStream<TOut> FlatMap<TOut>(
        Action<T, ICollector<TOut>> flatMap, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        AsynchronousFunctions.Refuse(flatMap, CallSite.Of(file, line));
        return Stage("flat-map", new CollectStage<T, TOut>(flatMap), file, line);
    }

    /// <summary>Applies a stateless stage.</summary>
    public OperatorStream<TOut> Stage<TOut>(
        string kind, Stage<T, TOut> stage, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Operator(new StageTransformation<T, TOut>(kind, _inputs, stage, CallSite.Of(file, line)));

    /// <summary>Applies a function to the records.</summary>
    public OperatorStream<TOut> Process<TOut>(
        ProcessFunction<T, TOut> function, string kind = "process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Operator(new ProcessTransformation<T, TOut>(kind, _inputs, function, CallSite.Of(file, line)));

    /// <summary>
    /// Assigns event times and watermarks by a strategy, replacing those of the stream, for times that are known only after an operator behind the
    /// source. Each subtask has its own watermark, over all records that it receives, in the order in which they arrive. The records of different
    /// splits may be far apart, so fewer records are late if the strategy is given to the source, where each split has its own watermark. Idleness
    /// is that of the subtask.
    /// </summary>
    /// <param name="strategy">Determines event times and watermarks.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The strategy has an alignment, which only sources support.</exception>
    /// <example><code>
    /// payments.AssignTimestampsAndWatermarks(WatermarkStrategy.Ascending&lt;Payment>().WithTimestamps(p => p.Time))
    /// </code></example>
    public OperatorStream<T> AssignTimestampsAndWatermarks(WatermarkStrategy<T> strategy, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        if (strategy.Alignment is { } alignment)
        {
            throw new InvalidJobException(
                $"The watermarks at {CallSite.Of(file, line)} have the alignment group '{alignment.Group}', but only a source can wait for others; set the alignment on the source.");
        }

        return Operator(new WatermarksTransformation<T>(_inputs, strategy, CallSite.Of(file, line)));
    }

    /// <summary>Partitions the records by key: all records of a key are processed in order by one subtask.</summary>
    public KeyedStream<TKey, T> KeyBy<TKey>(Func<T, TKey> keyOf, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        AsynchronousRecords.Refuse(typeof(TKey), CallSite.Of(file, line), "A key");
        return new(this, Repartition(new KeyedPartitioning<TKey, T>(keyOf, CallSite.Of(file, line))), keyOf);
    }

    /// <summary>Merges this stream with other streams.</summary>
    /// <exception cref="InvalidJobException">The streams belong to different environments.</exception>
    public DataStream<T> Union(params ReadOnlySpan<DataStream<T>> others)
    {
        var inputs = _inputs.ToList();
        foreach (var other in others)
        {
            ConnectRules.RefuseOtherEnvironment(this, other);
            inputs.AddRange(other._inputs);
        }

        return new DataStream<T>(Environment, [.. inputs]);
    }

    /// <summary>Connects this stream to another one, whose type may differ, for one operator to read both.</summary>
    /// <exception cref="InvalidJobException">
    /// The keys have different types, only one stream has keys, or the streams belong to different environments.
    /// </exception>
    public ConnectedStreams<T, TOther> Connect<TOther>(DataStream<TOther> other, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ConnectRules.RefuseOtherEnvironment(this, other);
        ConnectRules.RefuseOtherKeys(this, other, CallSite.Of(file, line));
        return new ConnectedStreams<T, TOther>(this, other);
    }

    /// <summary>Connects this stream to a broadcast stream.</summary>
    /// <exception cref="InvalidJobException">The streams belong to different environments.</exception>
    public BroadcastConnectedStreams<T, TOther> Connect<TOther>(BroadcastStream<TOther> other)
    {
        ConnectRules.RefuseOtherEnvironment(this, other);
        return new BroadcastConnectedStreams<T, TOther>(this, other);
    }

    /// <summary>Distributes the records round-robin over the next operator's subtasks.</summary>
    public DataStream<T> Rebalance() => new(Environment, Repartition(new RebalancePartitioning<T>()));

    /// <summary>
    /// Partitions the records by a user-defined function. For keyed state use <see cref="KeyBy"/>: state does not follow a custom partitioning.
    /// </summary>
    /// <param name="partition">Returns, for a record and the next operator's number of subtasks, the index of one of them, from 0.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public DataStream<T> PartitionBy(Func<T, int, int> partition, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return new(Environment, Repartition(new CustomPartitioning<T>(partition, CallSite.Of(file, line))));
    }

    /// <summary>Sends every record to all subtasks of the next operator.</summary>
    public BroadcastStream<T> Broadcast() => new(Environment, Repartition(new BroadcastPartitioning<T>()));

    /// <summary>Writes the records to <paramref name="sink"/>.</summary>
    public StreamSink SinkTo(ISink<T> sink, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(Environment.Add(new SinkTransformation<T>(_inputs, sink, CallSite.Of(file, line))));

    internal OperatorStream<TOut> Operator<TOut>(Transformation<TOut> transformation) =>
        new(Environment, Environment.Add(transformation));

    private StreamInput<T>[] Repartition(Partitioning<T> partitioning) => Array.ConvertAll(_inputs, input => input.With(partitioning));
}
