using Millrace.Core.Scheduling;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Tests.Slots;

public sealed class SlotPlacementTests
{
    [Theory]
    [InlineData(4, new[] { 2, 2 }, new[] { 2, 2 })]
    [InlineData(3, new[] { 2, 2 }, new[] { 2, 1 })]
    [InlineData(1, new[] { 1, 5, 5 }, new[] { 0, 1, 0 })]
    [InlineData(3, new[] { 1, 9, 2 }, new[] { 1, 1, 1 })]
    [InlineData(6, new[] { 1, 9, 0 }, new[] { 1, 5, 0 })]
    public void Slots_are_spread_and_fuller_task_managers_are_spared(int slots, int[] free, int[] used)
    {
        var placement = SlotPlacement.Decide(slots, [.. free.Select((f, i) => (Address(i), f))]);
        Assert.Equal(used, free.Select((_, i) => placement.Slots.Count(s => placement.TaskManagers[s] == Address(i))));
        Assert.Equal(placement.TaskManagers.Count, used.Count(u => u > 0));
    }

    [Fact]
    public void Neighbouring_slots_lie_on_different_task_managers() =>
        Assert.Equal([0, 1, 0, 1], SlotPlacement.Decide(4, [(Address(0), 2), (Address(1), 2)]).Slots);

    private static TaskManagerAddress Address(int i) => new($"tm-{i}", $"http://host-{i}");
}
