namespace Millrace;

/// <summary>Where reading of a split goes on.</summary>
/// <param name="Offset">A number of the source's choice, such as a byte offset.</param>
/// <param name="Token">What a number cannot say, or null.</param>
public readonly record struct SplitPosition(long Offset, string? Token = null)
{
    /// <summary>For people, such as <c>position 4</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"position {Offset}{(Token is null ? "" : $" ({Token})")}");
}
