namespace Millrace.Hosting.Artifacts;

/// <summary>An artifact, or what should become one, is invalid; the message is for the user.</summary>
public class InvalidArtifactException : Exception
{
    /// <param name="message">What is wrong, where, and what to do.</param>
    public InvalidArtifactException(string message) : base(message) { }

    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The underlying exception.</param>
    public InvalidArtifactException(string message, Exception inner) : base(message, inner) { }
}
