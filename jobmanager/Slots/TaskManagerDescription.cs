using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>A task manager that is there.</summary>
/// <param name="Registration">What it said of itself.</param>
/// <param name="FreeSlots">How many of its slots are free.</param>
internal sealed record TaskManagerDescription(TaskManagerRegistration Registration, int FreeSlots);
