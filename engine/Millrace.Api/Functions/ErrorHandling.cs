namespace Millrace;

/// <summary>What happens to a record for which an operator's function throws.</summary>
public enum ErrorHandling
{
    /// <summary>The job fails and is restarted according to its restart policy.</summary>
    Fail,

    /// <summary>The record is dropped and counted.</summary>
    Skip,
}
