using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The exchange of data with other task managers, both ways: calls to those that data comes from, and the service that those call which
/// data goes to (<see cref="DataExchangeHosting"/>).
/// </summary>
/// <param name="id">This task manager's name.</param>
/// <param name="host">What runs calls.</param>
/// <param name="time">The clock.</param>
/// <param name="options">How task managers exchange data; null for the defaults.</param>
public sealed class DataExchange(string id, IActivityHost host, TimeProvider time, DataExchangeOptions? options = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PeerConnection> _peers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Job, TaskManagerAddress Peer), DataCall> _calls = [];

    /// <summary>This task manager's name.</summary>
    public string Id => id;

    /// <summary>How task managers exchange data.</summary>
    public DataExchangeOptions Options { get; } = options ?? new DataExchangeOptions();

    /// <summary>How many data calls this task manager has opened that take channels.</summary>
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

    /// <summary>A consumer is there: the call to its producer's task manager carries its channel.</summary>
    internal void Open(string job, TaskManagerAddress peer, RemoteInput input)
    {
        while (!CallTo(job, peer).TryAdd(input))
        {
            // It has just ended, and is in the table no more.
        }
    }

    /// <summary>Forgets an attempt and those before it.</summary>
    internal void Drop(string job, int attempt)
    {
        Sent.Drop(job, attempt);
        List<DataCall> calls;
        lock (_gate) calls = [.. _calls.Where(c => c.Key.Job == job).Select(static c => c.Value)];
        foreach (var call in calls) call.Drop(attempt);
    }

    private DataCall CallTo(string job, TaskManagerAddress peer)
    {
        lock (_gate)
        {
            if (_calls.TryGetValue((job, peer), out var open)) return open;
            if (!_peers.TryGetValue(peer.Address, out var connection)) _peers.Add(peer.Address, connection = new PeerConnection(peer.Address, Options));
            connection.Calls++;
            var call = new DataCall(
                connection.Invoker,
                DataMethod.Headers(job, Id, peer.Id, Options.BearerToken),
                $"task manager {peer.Id} ({peer.Address})",
                Options,
                time,
                over => Forget(job, peer, over));
            _calls.Add((job, peer), call);
            // Not on the thread of the task that asks: what is awaited would come back to it.
            host.Run(() => _ = Run(call, peer.Address, connection));
            return call;
        }
    }

    private async Task Run(DataCall call, string address, PeerConnection connection)
    {
        await call.Run();
        lock (_gate)
        {
            if (--connection.Calls > 0) return;
            _peers.Remove(address);
        }

        connection.Dispose();
    }

    private void Forget(string job, TaskManagerAddress peer, DataCall call)
    {
        lock (_gate)
        {
            if (_calls.GetValueOrDefault((job, peer)) == call) _calls.Remove((job, peer));
        }
    }
}
