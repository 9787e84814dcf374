using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Tests;

/// <summary>The life of a job: which state may follow which. The compiler keeps to it; this is the whole of it at a glance.</summary>
public sealed class StateTests
{
    [Fact]
    public void A_job_may_go_from_each_state_into_these()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var states = new Stack<Type>([typeof(Planning), typeof(Adopting)]);
        while (states.TryPop(out var state))
        {
            var next = Next(state);
            found[state.Name] = $"{state.Name}: {string.Join(' ', next.Select(static n => n.Name).Order(StringComparer.Ordinal))}".TrimEnd();
            foreach (var unknown in next.Where(n => !found.ContainsKey(n.Name))) states.Push(unknown);
        }

        Assert.Equal(
            [
                "AcquiringSlots: Claiming EndingJob FittingSlots",
                "Adopting: EndingTasks Publishing Running",
                "BackingOff: AcquiringSlots EndingJob Planning",
                "BackingOffRegions: EndingTasks ReplacingSlots",
                "Claiming: AcquiringSlots BackingOff EndingJob Starting Suspended",
                "ClaimingRegions: EndingTasks ReplacingSlots Starting Suspended",
                "Ended:",
                "EndingJob: Ended Suspended",
                "EndingTasks: AcquiringSlots BackingOff BackingOffRegions Ended EndingJob EndingTasks Planning ReplacingSlots",
                "FittingSlots: AcquiringSlots BackingOff Claiming EndingJob",
                "Planning: AcquiringSlots BackingOff EndingJob",
                "Publishing: EndingTasks",
                "ReplacingSlots: ClaimingRegions EndingTasks ReplacingSlots",
                "Running: EndingTasks Publishing Suspended",
                "Starting: EndingTasks Publishing Running",
                "Suspended: Ended EndingTasks",
            ],
            found.Values);
    }

    private static List<Type> Next(Type state) =>
    [
        .. state.GetInterfaces().Where(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IMayBecome<>)).Select(static i => i.GetGenericArguments()[0]),
    ];
}
