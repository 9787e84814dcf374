namespace Millrace.EndToEnd.Tests.Compose;

/// <summary>How the image of a service is built.</summary>
internal sealed class ComposeBuild
{
    public string Context { get; set; } = "";

    public string Dockerfile { get; set; } = "";
}
