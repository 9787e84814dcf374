namespace Millrace;

/// <summary>What becomes of a record with which an operator's function throws.</summary>
public enum ErrorHandling
{
    /// <summary>The job fails, and is restarted as its policy says.</summary>
    Fail,

    /// <summary>The record is left out, and counted.</summary>
    Skip,
}
