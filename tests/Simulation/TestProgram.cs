using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Millrace.Simulation.Tests;

/// <summary>The program as started by <c>dotnet test</c>, or by a developer with options of the test runner, such as <c>-method</c>.</summary>
internal static class TestProgram
{
    private static readonly string[] s_ofPlatform = ["--server", "--internal-msbuild-node"];

    /// <summary>Returns whether a command line is for the tests: the runner's own options start with one dash, those of the command with two.</summary>
    public static bool IsFor(string[] args) => args.Any(s_ofPlatform.Contains) || (args is [var first, ..] && first.StartsWith('-') && !first.StartsWith("--", StringComparison.Ordinal));

    public static Task<int> RunAsync(string[] args) => args.Any(s_ofPlatform.Contains)
        ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : ConsoleRunner.Run(args);
}
