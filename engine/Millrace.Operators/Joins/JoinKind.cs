namespace Millrace;

/// <summary>What a join does with records that have no partner.</summary>
public enum JoinKind
{
    /// <summary>Records without a partner yield no result.</summary>
    Inner,

    /// <summary>Left records without a partner yield a result, with null in place of the partner.</summary>
    Left,

    /// <summary>Right records without a partner yield a result, with null in place of the partner.</summary>
    Right,

    /// <summary>Records of both sides without a partner yield a result, with null in place of the partner.</summary>
    Full,
}
