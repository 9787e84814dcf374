using System.Reflection;

namespace Millrace;

/// <summary>The window states that a function declares.</summary>
internal sealed class WindowStates
{
    private readonly List<WindowState> _states = [];

    public WindowStates(StreamFunction function) => Find(function);

    public bool IsAny => _states.Count > 0;

    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public static void Check<T>(StreamFunction function, WindowSettings<T> settings, string callSite)
    {
        if (settings.Assigner.Merges && new WindowStates(function).IsAny)
            throw new InvalidJobException($"At {callSite}: {function.GetType().Name} has per-window state, but the windows merge, which such state cannot follow; use keyed state instead.");
    }

    public void Enter(TimeWindow window)
    {
        foreach (var state in _states) state.Enter(window);
    }

    public void Leave()
    {
        foreach (var state in _states) state.Leave();
    }

    public void Clear(TimeWindow window)
    {
        foreach (var state in _states) state.Clear(window);
    }

    private void Find(StreamFunction function)
    {
        for (var type = function.GetType(); type is not null && type != typeof(StreamFunction); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (typeof(WindowState).IsAssignableFrom(field.FieldType) && field.GetValue(function) is WindowState state) _states.Add(state);
                else if (typeof(StreamFunction).IsAssignableFrom(field.FieldType) && field.GetValue(function) is StreamFunction inner && inner != function) Find(inner);
            }
        }
    }
}
