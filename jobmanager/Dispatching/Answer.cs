namespace Millrace.JobManager.Dispatching;

/// <summary>Why a request was not carried out.</summary>
internal enum RefusalKind
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>The request cannot be right, whatever state the cluster is in.</summary>
    BadInput,

    /// <summary>Not in the state that the job or the cluster is in.</summary>
    Refused,

    /// <summary>The time was over first.</summary>
    Late,

    /// <summary>Something that is needed is unavailable; it may be tried again.</summary>
    Unavailable,
}

/// <summary>A refusal, in words for the user.</summary>
/// <param name="Kind">Of what kind.</param>
/// <param name="Message">What is wrong, and what to do.</param>
/// <param name="Details">The stack trace of the user's code; empty where there is none.</param>
internal sealed record Refusal(RefusalKind Kind, string Message, string Details = "");

/// <summary>What was asked for, or why there is none.</summary>
internal sealed record Answer<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
