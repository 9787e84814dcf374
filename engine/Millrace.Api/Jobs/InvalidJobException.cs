namespace Millrace;

/// <summary>Thrown when a definition, an option or an external system that a job names is not usable; the message is written for the user.</summary>
public sealed class InvalidJobException : Exception
{
    /// <param name="message">What is wrong, where, and how to fix it.</param>
    public InvalidJobException(string message) : base(message) { }

    /// <param name="message">What is wrong, where, and how to fix it.</param>
    /// <param name="inner">The cause.</param>
    public InvalidJobException(string message, Exception inner) : base(message, inner) { }
}
