using Millrace.Simulation.Tests;
using Millrace.Simulation.Tests.Cluster;
using Millrace.Simulation.Tests.Command;

return TestProgram.IsFor(args)
    ? await TestProgram.RunAsync(args)
    : SimulationCommandLine.Run(args, new ClusterSimulation(), Console.Out, Console.Error, TimeProvider.System);
