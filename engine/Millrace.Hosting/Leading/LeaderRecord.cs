namespace Millrace.Hosting.Leading;

/// <summary>Who leads a cluster, as its storage says.</summary>
/// <param name="Epoch">Higher than that of every leader before, and of every head of a job that those wrote.</param>
/// <param name="Writer">A new value for each process that leads, by which it recognizes its own writes.</param>
/// <param name="Grpc">The URL of its gRPC port; empty if nobody beats: a job manager that is alone, or one that has resigned.</param>
/// <param name="Http">The URL of its HTTP port, or empty.</param>
/// <param name="Beat">Counts its signs of life.</param>
public sealed record LeaderRecord(long Epoch, string Writer, string Grpc, string Http, long Beat)
{
    /// <summary>Whether its leader gives signs of life.</summary>
    public bool Beats => Grpc.Length > 0;
}
