namespace Millrace;

/// <summary>What to do with a window.</summary>
[Flags]
public enum TriggerResult
{
    /// <summary>Do nothing.</summary>
    Continue = 0,

    /// <summary>Emit the result and keep the contents.</summary>
    Fire = 1,

    /// <summary>Drop the contents.</summary>
    Purge = 2,

    /// <summary>Emit the result and drop the contents.</summary>
    FireAndPurge = Fire | Purge,
}
