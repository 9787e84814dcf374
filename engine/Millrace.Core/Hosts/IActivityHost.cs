namespace Millrace.Core.Hosts;

/// <summary>Decides what runs where and when: threads in production, a single seeded loop in simulation.</summary>
public interface IActivityHost
{
    /// <summary>Starts an activity: its step is called for as long as it returns true, and again after each wake, by one thread at a time.</summary>
    IActivity Start(string name, Func<bool> step);

    /// <summary>
    /// Starts an effect (I/O) elsewhere, where it may block until it waits for the first time; its result returns as mail.
    /// </summary>
    void Run(Func<Task> effect);
}

/// <summary>A unit of work that runs in steps.</summary>
public interface IActivity
{
    /// <summary>Requests a step; may be called from any thread.</summary>
    void Wake();

    /// <summary>The stack of its thread, for diagnosing why it does not return; empty if unknown. May take seconds.</summary>
    string Stack => "";

    /// <summary>Calls <paramref name="last"/> after the current step, on the activity's thread, and no step after that.</summary>
    void Stop(Action last);
}
