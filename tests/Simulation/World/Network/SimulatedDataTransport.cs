using Grpc.Core;
using Millrace.TaskManager.Exchange;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>A task manager's data calls over the simulated network, those that it opens and those that it serves.</summary>
internal sealed class SimulatedDataTransport(SimulatedNetwork network, SimulatedProcess process, int messageBytes, int window, WireTap tap) : IDataTransport
{
    public IDataLink Open(string address, DataCallHeader header, IDataReceiver receiver)
    {
        var end = network.Connect(process, address, DataMethod.Headers(header, null));
        var link = new SimulatedDataLink(end, network.Scheduler, messageBytes, window, tap);
        link.ReceiveBy(receiver);
        return link;
    }

    /// <summary>Accepts a call that another task manager has opened.</summary>
    public void Serve(DataExchange exchange, ConnectionEnd end)
    {
        var link = new SimulatedDataLink(end, network.Scheduler, messageBytes, window, tap);
        try
        {
            link.ReceiveBy(exchange.Serve(DataMethod.Read((Metadata)end.Header!), link));
        }
        catch (InvalidOperationException e)
        {
            end.ResetPeer($"FailedPrecondition: {e.Message}", e);
            end.Reset(e.Message, e);
        }
    }
}
