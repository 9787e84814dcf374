namespace Millrace;

/// <summary>The clock that a timer follows.</summary>
public enum TimeDomain
{
    /// <summary>The watermark.</summary>
    EventTime,

    /// <summary>The machine's clock.</summary>
    ProcessingTime,
}
