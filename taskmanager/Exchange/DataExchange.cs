using Millrace.Core.Scheduling;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The exchange of data with other task managers, in both directions: calls to those that data comes from, and the calls of those that
/// data goes to, independent of the transport.
/// </summary>
public sealed class DataExchange : IDisposable
{
    private readonly IDataTransport _transport;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Job, TaskManagerAddress Peer), DataCall> _calls = [];

    /// <summary>Creates an exchange over gRPC (<see cref="DataExchangeHosting"/>).</summary>
    /// <param name="id">This task manager's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">How task managers exchange data; null for the defaults.</param>
    public DataExchange(string id, TimeProvider time, DataExchangeOptions? options = null)
        : this(id, new GrpcDataTransport(options ?? new DataExchangeOptions()), time, options)
    {
    }

    /// <summary>Creates an exchange over a transport.</summary>
    internal DataExchange(string id, IDataTransport transport, TimeProvider time, DataExchangeOptions? options = null) =>
        (Id, _transport, _time, Options) = (id, transport, time, options ?? new DataExchangeOptions());

    /// <summary>This task manager's name.</summary>
    public string Id { get; }

    /// <summary>How task managers exchange data.</summary>
    public DataExchangeOptions Options { get; }

    /// <summary>The number of open data calls of this task manager that take channels.</summary>
    internal int Calls
    {
        get
        {
            lock (_gate) return _calls.Count;
        }
    }

    internal SentChannels Sent { get; } = new();

    /// <summary>Ends all calls; tasks whose data they carry fail.</summary>
    public void Dispose()
    {
        List<DataCall> calls;
        lock (_gate) calls = [.. _calls.Values];
        foreach (var call in calls) call.Dispose();
    }

    /// <summary>Accepts a call that a consumer has opened.</summary>
    /// <param name="header">The call's header.</param>
    /// <param name="link">The link to the consumer.</param>
    /// <returns>The receiver of what the consumer sends.</returns>
    /// <exception cref="InvalidOperationException">The call is not for this task manager.</exception>
    internal IDataReceiver Serve(DataCallHeader header, IDataLink link) => header.Producer == Id
        ? new ServedCall(header, Sent, link)
        : throw new InvalidOperationException($"This is task manager {Id}, not {header.Producer}, which was at this address before.");

    /// <summary>Adds a consumer: the call to its producer's task manager carries its channel.</summary>
    internal void Open(string job, TaskManagerAddress peer, RemoteInput input)
    {
        while (!CallTo(job, peer).TryAdd(input))
        {
            // It has just ended, and is no longer in the table.
        }
    }

    /// <summary>Drops an attempt and earlier ones.</summary>
    internal void Drop(string job, int attempt)
    {
        Sent.Drop(job, attempt);
        foreach (var call in CallsOf(job)) call.Drop(channel => channel.ConsumerAttempt <= attempt);
    }

    /// <summary>Drops channels, because a task at their end has ended.</summary>
    internal void Drop(string job, IReadOnlyList<ChannelAddress> channels)
    {
        Sent.Drop(job, channels);
        var dropped = channels.ToHashSet();
        foreach (var call in CallsOf(job)) call.Drop(dropped.Contains);
    }

    private List<DataCall> CallsOf(string job)
    {
        lock (_gate) return [.. _calls.Where(c => c.Key.Job == job).Select(static c => c.Value)];
    }

    private DataCall CallTo(string job, TaskManagerAddress peer)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue((job, peer), out var open)) return open;
            var call = new DataCall(_transport, peer.Address, new DataCallHeader(job, Id, peer.Id), _time, over => Forget(job, peer, over));
            _calls.Add((job, peer), call);
            return call;
        }
    }

    private void Forget(string job, TaskManagerAddress peer, DataCall call)
    {
        lock (_gate)
        {
            if (_calls.GetValueOrDefault((job, peer)) == call) _calls.Remove((job, peer));
        }
    }
}
