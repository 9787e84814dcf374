namespace Millrace;

/// <summary>The kind of a change to a row.</summary>
public enum ChangeKind
{
    /// <summary>The key had no row, and now has one.</summary>
    Insert,

    /// <summary>The key's row is replaced.</summary>
    Update,

    /// <summary>The key has no row any more.</summary>
    Delete,
}
