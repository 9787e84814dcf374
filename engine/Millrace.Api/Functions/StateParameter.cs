using System.Globalization;

namespace Millrace;

/// <summary>
/// A parameter of a function that its state depends on, such as the window size. Restoring a checkpoint taken with another value is refused before
/// the job starts, and the message reports both values.
/// </summary>
/// <param name="Name">The parameter, in words for the user.</param>
/// <param name="Value">Its value as text, independent of the machine's culture.</param>
public sealed record StateParameter(string Name, string Value)
{
    /// <summary>Creates a parameter from a number.</summary>
    public static StateParameter Of(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Creates a parameter from a duration.</summary>
    public static StateParameter Of(string name, TimeSpan value) => new(name, value.ToString("c", CultureInfo.InvariantCulture));
}
