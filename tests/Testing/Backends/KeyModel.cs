namespace Millrace.Tests.Testing.Backends;

/// <summary>The expected states of one key.</summary>
public sealed class KeyModel
{
    public string? Text { get; set; }

    public (long, byte)? Number { get; set; }

    public SortedDictionary<string, string> Map { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Returns whether a text counts as dead, so that a sweep may remove it.</summary>
    public static bool IsDead(string text) => text.StartsWith('q');

    public KeyModel Copy() => new() { Text = Text, Number = Number, Map = new SortedDictionary<string, string>(Map, StringComparer.Ordinal) };
}
