namespace Millrace.JobManager.Dispatching;

/// <summary>Why a request was not carried out.</summary>
internal enum RefusalKind
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>The request is invalid whatever state the cluster is in.</summary>
    BadInput,

    /// <summary>Not possible in the current state of the job or the cluster.</summary>
    Refused,

    /// <summary>The time limit passed first.</summary>
    Late,

    /// <summary>Something that the request needs is unavailable; it may be retried.</summary>
    Unavailable,
}

/// <summary>A refusal, worded for the user.</summary>
/// <param name="Kind">The kind of refusal.</param>
/// <param name="Message">What is wrong, and what to do about it.</param>
/// <param name="Details">The stack trace of the user's code; empty where there is none.</param>
internal sealed record Refusal(RefusalKind Kind, string Message, string Details = "");

/// <summary>The requested value, or the reason why there is none.</summary>
internal sealed record Answer<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
