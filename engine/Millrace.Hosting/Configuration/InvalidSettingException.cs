using Millrace.Core.Control;

namespace Millrace.Hosting.Configuration;

/// <summary>A setting is missing or wrong; the message names it and its value, and tells what to do.</summary>
public sealed class InvalidSettingException(string message) : Exception(message)
{
    /// <param name="key">The setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="what">What is wrong, and what to do.</param>
    public InvalidSettingException(string key, object? value, string what) : this($"{key} = '{BoundedText.Escape($"{value}")}': {what}")
    {
    }
}
