using System.Text.Json;
using Millrace.Local;

namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>Parses the output of <c>--json</c>: one object, the last line of standard output.</summary>
internal static class EndResult
{
    public static JobReport Of(ProcessRun run)
    {
        var lines = run.Output.TrimEnd('\n').Split('\n');
        return JsonSerializer.Deserialize<JobReport>(lines[^1], JsonSerializerOptions.Web)!;
    }
}
