namespace Millrace.Hosting.Artifacts;

/// <summary>An artifact exceeds a limit; the message names the limit.</summary>
public sealed class ArtifactTooLargeException(string message) : InvalidArtifactException(message);
