using System.CommandLine;

namespace Millrace.Cli.Submitting;

/// <summary>The code of a job on the command line.</summary>
internal static class JobFile
{
    public static Argument<string> Argument() => new("FILE")
    {
        HelpName = "FILE.dll|DIR|FILE.zip",
        Description = "The job's assembly, with the dependencies of its .deps.json beside it; a folder of these files; or an archive of such a folder.",
    };
}
