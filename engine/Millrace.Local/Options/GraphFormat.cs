namespace Millrace.Local.Options;

/// <summary>The format in which <c>--explain</c> prints a graph.</summary>
internal enum GraphFormat
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Graphviz's DOT language.</summary>
    Dot,
}
