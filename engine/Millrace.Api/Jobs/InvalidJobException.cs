namespace Millrace;

/// <summary>A definition, an option or an outside place that a job names is not usable; the message is for the user.</summary>
public sealed class InvalidJobException : Exception
{
    /// <param name="message">What is wrong, where, and what to do.</param>
    public InvalidJobException(string message) : base(message) { }

    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">What was found.</param>
    public InvalidJobException(string message, Exception inner) : base(message, inner) { }
}
