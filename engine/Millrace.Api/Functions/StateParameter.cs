using System.Globalization;

namespace Millrace;

/// <summary>
/// A number or word that a function was made with and that its state depends on, such as the size of windows. A checkpoint of an operator
/// that had another value is refused before the job starts, with both.
/// </summary>
/// <param name="Name">What it is, in words for the user.</param>
/// <param name="Value">Its value, in the same form whatever the machine.</param>
public sealed record StateParameter(string Name, string Value)
{
    /// <summary>A number.</summary>
    public static StateParameter Of(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A length of time.</summary>
    public static StateParameter Of(string name, TimeSpan value) => new(name, value.ToString("c", CultureInfo.InvariantCulture));
}
