namespace Millrace.JobManager.Jobs;

/// <summary>Why tasks end.</summary>
internal enum EndPurpose
{
    /// <summary>They have failed, and start again after a delay.</summary>
    Restart,

    /// <summary>They start again at once, at another scale or from an earlier checkpoint.</summary>
    Anew,

    /// <summary>The user has cancelled the job.</summary>
    Cancel,

    /// <summary>The restart policy allows no other attempt.</summary>
    GiveUp,

    /// <summary>Another process runs the job, or has removed it: nothing more is written of it here.</summary>
    Leave,

    /// <summary>All input was processed, and all output is published.</summary>
    Finish,

    /// <summary>The checkpoint with which the job stops is published.</summary>
    Stop,
}
