namespace Millrace;

/// <summary>What is done with a window.</summary>
[Flags]
public enum TriggerResult
{
    /// <summary>Nothing.</summary>
    Continue = 0,

    /// <summary>Its result is put out, and what it holds stays.</summary>
    Fire = 1,

    /// <summary>What it holds is dropped.</summary>
    Purge = 2,

    /// <summary>Its result is put out, and what it holds is dropped.</summary>
    FireAndPurge = Fire | Purge,
}
