namespace Millrace.Hosting.Artifacts;

/// <summary>What should be an artifact, or become one, is not usable; the message is for the user.</summary>
public class InvalidArtifactException : Exception
{
    /// <param name="message">What is wrong, where, and what to do.</param>
    public InvalidArtifactException(string message) : base(message) { }

    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">What was found.</param>
    public InvalidArtifactException(string message, Exception inner) : base(message, inner) { }
}
