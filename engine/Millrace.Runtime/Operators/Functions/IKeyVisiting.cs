namespace Millrace.Runtime.Operators.Functions;

/// <summary>The key visits that a broadcast record requested, as seen by its operator.</summary>
internal interface IKeyVisiting
{
    /// <summary>Whether the step's limit of visits was reached while there was still room.</summary>
    bool IsCutShort { get; }

    /// <summary>Whether a key is being visited.</summary>
    bool IsAtWork { get; }

    /// <summary>Continues the visits; returns true when none is left and there is room.</summary>
    bool Continue();
}
