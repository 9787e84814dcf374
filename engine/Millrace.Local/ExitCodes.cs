namespace Millrace.Local;

/// <summary>The exit codes of a job program.</summary>
public static class ExitCodes
{
    /// <summary>Finished, or stopped with a last checkpoint.</summary>
    public const int Ended = 0;

    /// <summary>Failed.</summary>
    public const int Failed = 1;

    /// <summary>Invalid input: nothing was started or created.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM without a last checkpoint: none could be taken, or a second signal came.</summary>
    public const int Interrupted = 130;
}
