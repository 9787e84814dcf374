namespace Millrace.EndToEnd.Tests.Compose;

/// <summary>A service of <see cref="ComposeFile"/>.</summary>
internal sealed class ComposeService
{
    public string? Image { get; set; }

    public ComposeBuild? Build { get; set; }

    public List<string> Command { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public ComposeHealth? Healthcheck { get; set; }

    /// <summary>Returns the value of a command-line option.</summary>
    public string Option(string name) => Command[Command.IndexOf(name) + 1];
}
