namespace Millrace;

/// <summary>Gives results the timestamp of their window.</summary>
internal sealed class WindowCollector<T>(ICollector<T> output, long timestamp) : ICollector<T>
{
    public void Collect(T value) => output.Collect(value, timestamp);

    public void Collect(T value, long own) => output.Collect(value, own);
}
