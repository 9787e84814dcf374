namespace Millrace.EndToEnd.Tests.Compose;

/// <summary>A service's health check.</summary>
internal sealed class ComposeHealth
{
    public List<string> Test { get; set; } = [];
}
