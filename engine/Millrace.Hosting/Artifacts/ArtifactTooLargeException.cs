namespace Millrace.Hosting.Artifacts;

/// <summary>An artifact is above a limit; the message says above which.</summary>
public sealed class ArtifactTooLargeException(string message) : InvalidArtifactException(message);
