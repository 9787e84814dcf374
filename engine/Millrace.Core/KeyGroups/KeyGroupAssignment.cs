using System.Text.Json.Serialization;

namespace Millrace.Core.KeyGroups;

/// <summary>The owner of each key group. It is an immutable value; a rescale creates a new one.</summary>
[JsonConverter(typeof(KeyGroupAssignmentConverter))]
public sealed class KeyGroupAssignment
{
    private readonly int[] _owners;

    /// <param name="epoch">The number of the assignment within its job.</param>
    /// <param name="owners">The owning subtask of each key group.</param>
    /// <exception cref="ArgumentException">The number of key groups or an owner is out of range.</exception>
    public KeyGroupAssignment(long epoch, IReadOnlyList<int> owners)
    {
        if (owners.Count is < 1 or > KeyGroup.HighestMaxParallelism)
            throw new ArgumentException($"There are {owners.Count} key groups; there must be 1 to {KeyGroup.HighestMaxParallelism}.", nameof(owners));
        if (owners.Any(o => o < 0 || o >= owners.Count))
            throw new ArgumentException("An owner is not between 0 and the number of key groups.", nameof(owners));
        Epoch = epoch;
        _owners = [.. owners];
    }

    public long Epoch { get; }

    public int MaxParallelism => _owners.Length;

    /// <summary>The owner of each key group, in order.</summary>
    internal IReadOnlyList<int> Owners => _owners;

    /// <summary>The number of owners if <see cref="Even"/> gives the same ones; otherwise null.</summary>
    internal int? EvenParallelism
    {
        get
        {
            var parallelism = _owners[^1] + 1;
            for (var group = 0; group < _owners.Length; group++)
            {
                if (_owners[group] != EvenOwnerOf(group, _owners.Length, parallelism)) return null;
            }

            return parallelism;
        }
    }

    /// <summary>Creates an assignment of contiguous ranges of almost equal size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parallelism is not between 1 and the max parallelism, or that is too high.</exception>
    public static KeyGroupAssignment Even(long epoch, int maxParallelism, int parallelism)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxParallelism, KeyGroup.HighestMaxParallelism);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parallelism, maxParallelism);
        return new KeyGroupAssignment(epoch, [.. Enumerable.Range(0, maxParallelism).Select(g => EvenOwnerOf(g, maxParallelism, parallelism))]);
    }

    public int OwnerOf(int keyGroup) => _owners[keyGroup];

    /// <summary>Returns the key groups of a subtask, ascending.</summary>
    public IEnumerable<int> OwnedBy(int subtask)
    {
        for (var group = 0; group < _owners.Length; group++)
        {
            if (_owners[group] == subtask) yield return group;
        }
    }

    private static int EvenOwnerOf(int keyGroup, int maxParallelism, int parallelism) => (int)((long)keyGroup * parallelism / maxParallelism);
}
