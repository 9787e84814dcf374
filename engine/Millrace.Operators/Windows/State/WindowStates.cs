using System.Reflection;

namespace Millrace;

/// <summary>The states of windows that a function declares.</summary>
internal sealed class WindowStates
{
    private readonly List<WindowState> _states = [];

    public WindowStates(StreamFunction function)
    {
        for (var type = function.GetType(); type is not null && type != typeof(StreamFunction); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (typeof(WindowState).IsAssignableFrom(field.FieldType) && field.GetValue(function) is WindowState state) _states.Add(state);
            }
        }
    }

    public bool IsAny => _states.Count > 0;

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
}
