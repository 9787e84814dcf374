namespace Millrace;

/// <summary>The position from which reading of a split resumes.</summary>
/// <param name="Offset">A number chosen by the source, such as a byte offset.</param>
/// <param name="Token">What the source needs in addition to the number, or null.</param>
public readonly record struct SplitPosition(long Offset, string? Token = null)
{
    /// <summary>Returns a display text, such as <c>position 4</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"position {Offset}{(Token is null ? "" : $" ({Token})")}");
}
