using System.Buffers;
using System.Runtime.ExceptionServices;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.Tasks;

namespace Millrace.TaskManager;

/// <summary>
/// Reads what a subtask restores, several ranges at once, and hands them to its task in order. No more than these are in memory, whatever the size of the
/// state. All but the reading itself happens on the task's activity.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="host">Runs the reading.</param>
/// <param name="wake">Wakes the task when something was read.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class StateReader(JobStore store, IActivityHost host, Action wake, TimeProvider time, CancellationToken cancellation)
{
    /// <summary>How many ranges are read, or have been and wait to be restored, as far as they are small; and how many runs of the index are read at once.</summary>
    private const int AtOnce = 16;

    /// <summary>How many bytes these ranges have at most.</summary>
    private const int BytesAtOnce = 4 * StateBlobs.LongestRange;

    private readonly Queue<RangeRead> _reading = new();
    private RestoredContents? _contents;
    private IEnumerator<BlockRange>? _left;
    private RestoredSizes _sizes = new([]);
    private Exception? _failure;
    private BlockRange? _next;
    private int _ahead;
    private long _begun;
    private long _bytes;
    private TimeSpan _rebuilding;

    /// <summary>Whether everything has been restored.</summary>
    public bool IsOver => _left is not null && _reading.Count == 0;

    /// <summary>Where the keyed state is, when everything has been restored.</summary>
    public IReadOnlyList<StateBlob> ByKey => _contents!.ByKey;

    /// <summary>Reports how the state was restored.</summary>
    public void Report(ITaskMeter meter)
    {
        if (_begun > 0) meter.Restored(Volatile.Read(ref _bytes), time.GetElapsedTime(_begun) - _rebuilding, _rebuilding);
    }

    /// <summary>There is nothing to restore.</summary>
    public void BeginEmpty() => _contents = new RestoredContents(new Dictionary<OperatorId, List<RestoredBlock>>(), [], []);

    /// <summary>Begins to read.</summary>
    public void Begin(RestoredCheckpoint checkpoint, RestoreSelection selection)
    {
        _begun = time.GetTimestamp();
        Run(() => ReadIndexAsync(checkpoint, selection));
    }

    private async Task ReadIndexAsync(RestoredCheckpoint checkpoint, RestoreSelection selection)
    {
        var indexes = new List<IReadOnlyList<StateBlob>>();
        foreach (var runs in selection.Runs.Chunk(AtOnce))
        {
            indexes.AddRange(await Task.WhenAll(runs.Select(r => store.State.ReadIndexAsync(JobStore.IndexName(checkpoint.Manifest, r), cancellation))));
            Interlocked.Add(ref _bytes, runs.Sum(static r => r.Run.Length));
        }

        var selected = selection.Select(indexes);
        var withoutKey = new Dictionary<OperatorId, List<RestoredBlock>>();
        foreach (var (blob, old) in selected.WithoutKey)
        {
            foreach (var range in StateBlobs.RangesOf(blob))
            {
                var bytes = new byte[range.Length];
                await ReadAsync(range, bytes);
                foreach (var block in range.Blocks)
                {
                    var op = new OperatorId(block.Operator);
                    if (!withoutKey.TryGetValue(op, out var blocks)) withoutKey.Add(op, blocks = []);
                    blocks.Add(new RestoredBlock(block.State, block.KeyGroup, range.Of(block, bytes), block.IsFull, old));
                }
            }
        }

        Volatile.Write(ref _contents, new RestoredContents(withoutKey, selected.ByKey, selected.InFlight));
    }

    /// <summary>Restores the next part of a task's state, if it has been read.</summary>
    /// <exception cref="CorruptBlobException">What was read is missing or damaged.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public bool TryRestore(StreamTask task)
    {
        if (Volatile.Read(ref _failure) is { } failure) ExceptionDispatchInfo.Throw(failure);
        if (Volatile.Read(ref _contents) is not { } contents) return false;
        if (_left is null)
        {
            task.Bind(op => contents.WithoutKey.GetValueOrDefault(op) ?? []);
            _sizes = new RestoredSizes([.. contents.ByKey, .. contents.InFlight]);
            _left = contents.ByKey.Concat(contents.InFlight).SelectMany(StateBlobs.RangesOf).GetEnumerator();
            ReadOn();
            return true;
        }

        if (!_reading.TryPeek(out var next) || !next.IsDone) return false;
        _reading.Dequeue();
        _ahead -= next.Range.Length;
        var begun = time.GetTimestamp();
        foreach (var block in next.Range.Blocks)
        {
            task.Restore(
                new OperatorId(block.Operator),
                new RestoredBlock(block.State, block.KeyGroup, next.Range.Of(block, next.Buffer), block.IsFull, Size: _sizes.Of(block)));
        }

        _rebuilding += time.GetElapsedTime(begun);
        ArrayPool<byte>.Shared.Return(next.Buffer);
        ReadOn();
        return true;
    }

    private void ReadOn()
    {
        while (_reading.Count < AtOnce && (_next ??= _left!.MoveNext() ? _left.Current : null) is { } range && (_reading.Count == 0 || _ahead + range.Length <= BytesAtOnce))
        {
            _next = null;
            _ahead += range.Length;
            var buffer = ArrayPool<byte>.Shared.Rent(range.Length);
            var read = new RangeRead(range, buffer);
            _reading.Enqueue(read);
            Run(async () =>
            {
                await ReadAsync(range, buffer);
                read.Done();
            });
        }
    }

    private async Task ReadAsync(BlockRange range, byte[] buffer)
    {
        await store.State.ReadAsync(range, buffer, cancellation);
        Interlocked.Add(ref _bytes, range.Length);
    }

    private void Run(Func<Task> read) => host.Run(async () =>
    {
        try
        {
            await read();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The task has ended.
            return;
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
        }

        wake();
    });

    private sealed class RangeRead(BlockRange range, byte[] buffer)
    {
        private bool _isDone;

        public BlockRange Range => range;

        public byte[] Buffer => buffer;

        public bool IsDone => Volatile.Read(ref _isDone);

        public void Done() => Volatile.Write(ref _isDone, true);
    }
}

/// <summary>What a subtask restores.</summary>
/// <param name="WithoutKey">State without a key, by operator.</param>
/// <param name="ByKey">Where its keyed state is.</param>
/// <param name="InFlight">Where the records in flight to it are.</param>
internal sealed record RestoredContents(IReadOnlyDictionary<OperatorId, List<RestoredBlock>> WithoutKey, IReadOnlyList<StateBlob> ByKey, IReadOnlyList<StateBlob> InFlight);
