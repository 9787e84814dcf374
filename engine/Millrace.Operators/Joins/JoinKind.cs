namespace Millrace;

/// <summary>What a join does with records that have no partner.</summary>
public enum JoinKind
{
    /// <summary>They give no result.</summary>
    Inner,

    /// <summary>Those of the left side give a result, with null in place of the partner.</summary>
    Left,

    /// <summary>Those of the right side give a result, with null in place of the partner.</summary>
    Right,

    /// <summary>Those of both sides give a result.</summary>
    Full,
}
