namespace Millrace.Tests.Testing.Backends;

/// <summary>What the states of one key should hold.</summary>
public sealed class KeyModel
{
    public string? Text { get; set; }

    public (long, byte)? Number { get; set; }

    public SortedDictionary<string, string> Map { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Whether nobody would miss a text, so that a sweep may remove it.</summary>
    public static bool IsDead(string text) => text.StartsWith('q');

    public KeyModel Copy() => new() { Text = Text, Number = Number, Map = new SortedDictionary<string, string>(Map, StringComparer.Ordinal) };
}
