using Millrace.Hosting.Blobs;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Network;

namespace Millrace.Simulation.Tests.World.Processes;

/// <summary>What the processes of a world share.</summary>
/// <param name="Network">What connects them.</param>
/// <param name="Tap">Sees their messages.</param>
/// <param name="Shape">How they run jobs.</param>
/// <param name="Storage">The storage of the cluster.</param>
/// <param name="Queues">Sees their queues.</param>
/// <param name="Random">The source of what each of them draws.</param>
internal sealed record ProcessParts(SimulatedNetwork Network, WireTap Tap, WorldShape Shape, IBlobStore Storage, QueueMonitor Queues, SeededRandom Random);
