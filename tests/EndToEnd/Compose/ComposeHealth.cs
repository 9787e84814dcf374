namespace Millrace.EndToEnd.Tests.Compose;

/// <summary>How it is seen that a service is well.</summary>
internal sealed class ComposeHealth
{
    public List<string> Test { get; set; } = [];
}
