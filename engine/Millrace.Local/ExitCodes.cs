namespace Millrace.Local;

/// <summary>How a job program ends.</summary>
public static class ExitCodes
{
    /// <summary>Finished, or stopped with a last checkpoint.</summary>
    public const int Ended = 0;

    /// <summary>Failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad input: nothing was started or created.</summary>
    public const int BadInput = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM without a last checkpoint: none could be had, or a second one came.</summary>
    public const int Interrupted = 130;
}
