namespace Millrace.Core.Hosts;

/// <summary>Decides what runs where and when: threads in production, one seeded loop in simulation.</summary>
public interface IActivityHost
{
    /// <summary>Starts an activity: its step is called while it returns true, and again after each wake, by one thread at a time.</summary>
    IActivity Start(string name, Func<bool> step);

    /// <summary>Runs an effect (I/O) elsewhere; its result returns as mail.</summary>
    void Run(Action effect);
}

/// <summary>Something that is stepped.</summary>
public interface IActivity
{
    /// <summary>Asks for a step; may be called from any thread.</summary>
    void Wake();

    /// <summary>Where its thread is, for people who look for why it does not return; empty where that is not known. May take seconds.</summary>
    string Stack => "";

    /// <summary>Calls <paramref name="last"/> after the step at hand, on the activity's thread, and no step afterwards.</summary>
    void Stop(Action last);
}
