using Millrace.Testing.Attempts;

namespace Millrace.Testing;

/// <summary>Keeps what is emitted to side outputs that the stream itself does not use, by name.</summary>
internal sealed class SideOutputTakers : ISideOutputs
{
    private readonly Dictionary<string, object> _outputs = new(StringComparer.Ordinal);

    /// <exception cref="HarnessException">The side output of that name has records of another type.</exception>
    public TestOutput<T> Of<T>(OutputTag<T> tag)
    {
        if (!_outputs.TryGetValue(tag.Name, out var output)) _outputs.Add(tag.Name, output = new TestOutput<T>());
        return output as TestOutput<T>
            ?? throw new HarnessException($"The side output '{tag.Name}' has records of {output.GetType().GenericTypeArguments[0].Name}, not of {typeof(T).Name}.");
    }

    public void Collect<T>(OutputTag<T> tag, T value, long timestamp) => ((IOutputTaker<T>)Of(tag)).Take(value, timestamp);
}
