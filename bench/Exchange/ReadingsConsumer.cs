using Millrace.Bench.Readings;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Hosts;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.TaskManager.Exchange;

namespace Millrace.Bench.Exchange;

/// <summary>Receives readings from another process on one thread, as a task does.</summary>
internal sealed class ReadingsConsumer : IDisposable
{
    private readonly RemoteInput[] _inputs;
    private readonly ManualResetEventSlim _done = new();
    private readonly int _attempt;
    private readonly DataExchange _exchange;
    private readonly string _url;
    private int _left;
    private long _sum;
    private Exception? _failure;

    public ReadingsConsumer(DataExchange exchange, string url, int attempt, int frames)
    {
        (_exchange, _url, _attempt, _left) = (exchange, url, attempt, frames);
        _inputs = [.. Enumerable.Range(0, SentReadings.Channels).Select(i => new RemoteInput(
            SentReadings.Channel(i, attempt), new BatchReader<Reading>(SentReadings.Serializer, keyed: false), new FrameLimits(), exchange.Options.Window, Fail))];
    }

    /// <summary>Returns when all frames have arrived.</summary>
    /// <exception cref="InvalidOperationException">The exchange failed, or delivered other data.</exception>
    public void Run()
    {
        var expected = _left / SentReadings.Channels * (long)SentReadings.Channels * SentReadings.Records * (SentReadings.Records - 1) / 2;
        var activity = new ThreadHost(Fail).Start("consumer", Step);
        foreach (var input in _inputs)
        {
            input.WakeConsumer = activity.Wake;
            _exchange.Open(SentReadings.Job, new TaskManagerAddress("producer", _url), input);
        }

        _done.Wait();
        activity.Stop(static () => { });
        _exchange.Drop(SentReadings.Job, _attempt);
        if (_failure is not null) throw new InvalidOperationException(_failure.Message, _failure);
        if (_sum != expected) throw new InvalidOperationException($"What came adds up to {_sum}, and not {expected}.");
    }

    public void Dispose() => _done.Dispose();

    private bool Step()
    {
        var hasMore = false;
        foreach (var input in _inputs)
        {
            if (!input.TryReceive(out var element)) continue;
            hasMore = true;
            var batch = (RecordBatch<Reading>)element;
            foreach (ref readonly var reading in batch.Values.AsSpan(0, batch.Count)) _sum += reading.Sensor;
            batch.Release();
            input.ReturnCredit();
            if (--_left == 0) _done.Set();
        }

        return hasMore;
    }

    private void Fail(Exception failure)
    {
        _failure = failure;
        _done.Set();
    }
}
