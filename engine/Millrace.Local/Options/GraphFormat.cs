namespace Millrace.Local.Options;

/// <summary>How <c>--explain</c> prints a graph.</summary>
internal enum GraphFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>The language of Graphviz.</summary>
    Dot,
}
