using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>A task manager as a planner of jobs.</summary>
/// <param name="Planner">Plans on it.</param>
/// <param name="Jobs">The names of the jobs that it is reserved for; empty where it takes any.</param>
internal sealed record MemberPlanner(IJobPlanner Planner, IReadOnlyList<string> Jobs);
