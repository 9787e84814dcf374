namespace Millrace;

/// <summary>Names a side output of an operator.</summary>
public abstract class OutputTag
{
    private protected OutputTag(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name, unique within the operator.</summary>
    public string Name { get; }

    /// <summary>The type of the records.</summary>
    public abstract Type RecordType { get; }

    /// <summary>Calls the visitor's method with the record type.</summary>
    public abstract TResult Accept<TResult>(IOutputTagVisitor<TResult> visitor);
}

/// <summary>
/// Names a side output for records of a type. A function emits records with <c>context.Output(tag, value)</c>, and <c>SideOutput(tag)</c> on its
/// stream returns them. It has no mutable state, so it may be a static field.
/// </summary>
/// <param name="name">The name, unique within the operator.</param>
/// <example><code>
/// var broken = new OutputTag&lt;string>("broken");
/// var parsed = lines.Process(new ParseOrders(broken));
/// var unreadable = parsed.SideOutput(broken);
/// </code></example>
public sealed class OutputTag<T>(string name) : OutputTag(name)
{
    /// <inheritdoc/>
    public override Type RecordType => typeof(T);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOutputTagVisitor<TResult> visitor) => visitor.Visit(this);
}
