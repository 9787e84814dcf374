namespace Millrace.Simulation.Tests.World.Clients;

/// <summary>The savepoints that a user was told of: all of them, which must be kept, and those that it may still go on from.</summary>
internal sealed class TakenSavepoints
{
    private readonly SortedSet<string> _all = new(StringComparer.Ordinal);
    private readonly List<string> _usable = [];
    private readonly HashSet<string> _abandoned = [];

    /// <summary>All of them, none of which is ever deleted.</summary>
    public IReadOnlyCollection<string> All => _all;

    /// <summary>The number of those that the user may go on from.</summary>
    public int Usable => _usable.Count;

    /// <summary>Adds a savepoint; commands given together are answered with one.</summary>
    /// <param name="savepoint">The savepoint.</param>
    /// <param name="isUsable">Whether the user may go on from it.</param>
    /// <param name="mayBeAbandoned">Whether the job has gone on from another one since it was asked for.</param>
    public void Add(string savepoint, bool isUsable, bool mayBeAbandoned)
    {
        _all.Add(savepoint);
        if (mayBeAbandoned) _abandoned.Add(savepoint);
        if (isUsable && !_usable.Contains(savepoint)) _usable.Add(savepoint);
    }

    /// <summary>
    /// Draws one to go on from. Whoever goes back abandons what came later, and so does a job that falls back past a damaged checkpoint: output was
    /// retracted. What was abandoned is refused, or right nevertheless.
    /// </summary>
    public string Draw(Random random)
    {
        // Seldom enough there are any that were abandoned, and most often when the first ones are chosen.
        var abandoned = _usable.FindAll(_abandoned.Contains);
        var chosen = abandoned.Count > 0 ? abandoned[random.Next(abandoned.Count)] : _usable[Math.Min(random.Next(_usable.Count), random.Next(_usable.Count))];
        // Names are in the order of the checkpoints; answers may not be.
        _abandoned.UnionWith(_usable.Where(s => string.CompareOrdinal(s, chosen) > 0));
        return chosen;
    }

    /// <summary>The job goes on from a savepoint.</summary>
    public void Restored(string savepoint) => _abandoned.Remove(savepoint);

    /// <summary>The job did not go on from a savepoint, and the user does not try it again.</summary>
    /// <returns>Whether it may have been abandoned.</returns>
    public bool GiveUp(string savepoint)
    {
        _usable.Remove(savepoint);
        return _abandoned.Contains(savepoint);
    }
}
