namespace Millrace;

/// <summary>What happened to a row.</summary>
public enum ChangeKind
{
    /// <summary>There was none of this key, and now there is one.</summary>
    Insert,

    /// <summary>Another one takes its place.</summary>
    Update,

    /// <summary>There is none of this key any more.</summary>
    Delete,
}
