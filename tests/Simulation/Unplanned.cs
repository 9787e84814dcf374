namespace Millrace.Simulation.Tests;

/// <summary>
/// A reference from what a job's functions hold to what is outside of the job, and kept alive there. Planning visits all that functions hold, and
/// does not follow it: each run plans several times, and would walk through the whole simulated cluster for each operator.
/// </summary>
/// <param name="value">What is outside.</param>
internal sealed class Unplanned<T>(T value) where T : class
{
    private readonly WeakReference<T> _value = new(value);

    /// <exception cref="InvalidOperationException">Nothing keeps it alive.</exception>
    public T Value => _value.TryGetTarget(out var target) ? target : throw new InvalidOperationException($"The {typeof(T).Name} was not kept alive.");
}
