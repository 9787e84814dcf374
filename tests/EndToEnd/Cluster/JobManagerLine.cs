using System.Text.RegularExpressions;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>The line in which a job manager says how it stands.</summary>
internal static partial class JobManagerLine
{
    /// <summary>Returns the addresses of its gRPC and HTTP ports.</summary>
    public static (string Grpc, string Http) Addresses(string line)
    {
        var found = Pattern.Match(line);
        return (found.Groups["grpc"].Value, found.Groups["http"].Value);
    }

    [GeneratedRegex("gRPC http://(?<grpc>[^,]+), HTTP http://(?<http>[^,;]+)")]
    private static partial Regex Pattern { get; }
}
