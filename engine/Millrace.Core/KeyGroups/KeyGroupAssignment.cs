namespace Millrace.Core.KeyGroups;

/// <summary>Who owns each key group: a value, so that a rescale is a new one.</summary>
public sealed class KeyGroupAssignment
{
    private readonly int[] _owners;

    /// <param name="epoch">Counts the assignments of a job.</param>
    /// <param name="owners">The owning subtask of each key group.</param>
    /// <exception cref="ArgumentException">The number of key groups or an owner is out of range.</exception>
    public KeyGroupAssignment(long epoch, IReadOnlyList<int> owners)
    {
        if (owners.Count is < 1 or > KeyGroup.HighestMaxParallelism)
            throw new ArgumentException($"There are {owners.Count} key groups; 1 to {KeyGroup.HighestMaxParallelism} can be.", nameof(owners));
        if (owners.Any(o => o < 0 || o >= owners.Count))
            throw new ArgumentException("An owner is not between 0 and the number of key groups.", nameof(owners));
        Epoch = epoch;
        _owners = [.. owners];
    }

    public long Epoch { get; }

    public int MaxParallelism => _owners.Length;

    /// <summary>Contiguous ranges of almost equal size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parallelism is not between 1 and the max parallelism.</exception>
    public static KeyGroupAssignment Even(long epoch, int maxParallelism, int parallelism)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parallelism, maxParallelism);
        return new KeyGroupAssignment(epoch, [.. Enumerable.Range(0, maxParallelism).Select(g => (int)((long)g * parallelism / maxParallelism))]);
    }

    public int OwnerOf(int keyGroup) => _owners[keyGroup];

    /// <summary>The key groups of a subtask, ascending.</summary>
    public IEnumerable<int> OwnedBy(int subtask)
    {
        for (var group = 0; group < _owners.Length; group++)
        {
            if (_owners[group] == subtask) yield return group;
        }
    }
}
