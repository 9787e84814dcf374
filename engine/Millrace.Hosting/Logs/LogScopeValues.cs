using System.Collections;

namespace Millrace.Hosting.Logs;

/// <summary>The names and values of a scope, which consoles without support for names print as text.</summary>
public sealed class LogScopeValues(IReadOnlyList<KeyValuePair<string, object>> values) : IReadOnlyList<KeyValuePair<string, object>>
{
    /// <inheritdoc/>
    public int Count => values.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object> this[int index] => values[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', values.Select(static v => $"{v.Key}={v.Value}"));
}
