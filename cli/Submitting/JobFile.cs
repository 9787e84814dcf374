using System.CommandLine;

namespace Millrace.Cli.Submitting;

/// <summary>The code of a job on the command line.</summary>
internal static class JobFile
{
    public static Argument<string> Argument() => new("FILE")
    {
        HelpName = "FILE.dll|DIR|FILE.zip",
        Description = "The job's assembly, with what its .deps.json names beside it; a folder with all of them; or an archive of that.",
    };
}
