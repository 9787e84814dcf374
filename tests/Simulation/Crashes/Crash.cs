namespace Millrace.Simulation.Tests.Crashes;

/// <summary>When processes are killed, and which.</summary>
/// <param name="Moment">The number of the moment in a run, from 0.</param>
/// <param name="Scope">The processes.</param>
internal readonly record struct Crash(int Moment, CrashScope Scope);
