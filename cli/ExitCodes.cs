namespace Millrace.Cli;

/// <summary>The exit codes of the command.</summary>
internal static class ExitCodes
{
    /// <summary>It was carried out; where the job was waited for, it has finished.</summary>
    public const int Done = 0;

    /// <summary>The job that was waited for has failed, or the job manager could not carry out the request.</summary>
    public const int Failed = 1;

    /// <summary>Bad input: an unknown option or job, a file that does not exist or is not a job, a wrong token.</summary>
    public const int BadInput = 2;

    /// <summary>The job that was waited for was cancelled.</summary>
    public const int Cancelled = 3;

    /// <summary>The job manager cannot be reached, or does not answer.</summary>
    public const int Unreachable = 4;

    /// <summary>Ctrl-C or SIGTERM. Whatever is running on the cluster keeps running.</summary>
    public const int Interrupted = 130;

    /// <summary>All of them, for the help.</summary>
    public const string Help =
        """
        Exit codes:
          0    done; with --wait: the job has finished
          1    with --wait: the job has failed; otherwise the job manager could not carry out the command, and says why
          2    bad input: an unknown option or job, a file that is missing or is not a job, no valid token
          3    with --wait: the job was cancelled
          4    the job manager cannot be reached, or does not answer
          130  interrupted by Ctrl-C or SIGTERM; a submitted job keeps running
        """;
}
