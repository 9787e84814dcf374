using Millrace.Simulation.Tests;
using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.World;

return TestProgram.IsFor(args)
    ? await TestProgram.RunAsync(args)
    : SimulationCommandLine.Run(args, new WorldSimulation(), Console.Out, Console.Error, TimeProvider.System);
