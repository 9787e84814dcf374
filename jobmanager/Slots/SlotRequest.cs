using System.Collections.Immutable;

namespace Millrace.JobManager.Slots;

/// <summary>A job's request for slots.</summary>
/// <param name="Wanted">The number of slots it would use, 1 or more.</param>
/// <param name="Least">The minimum with which it runs, 1 to <paramref name="Wanted"/>.</param>
internal sealed record SlotRequest(int Wanted, int Least)
{
    /// <summary>The slots that the job has and keeps, beside those that it requests: how many on which task manager.</summary>
    public IReadOnlyDictionary<string, int> Kept { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
}
