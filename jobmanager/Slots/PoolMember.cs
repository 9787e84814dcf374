using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>A registered task manager.</summary>
/// <param name="Registration">The registration with which it joined.</param>
/// <param name="Tasks">Runs tasks on it.</param>
/// <param name="Planner">Plans jobs on it.</param>
internal sealed record PoolMember(TaskManagerRegistration Registration, ITaskManagerGateway Tasks, IJobPlanner Planner);
