using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>Where the job manager that leads is looked for: at the one that another has named, and at those that are configured, one after the other.</summary>
/// <param name="configured">The configured URLs, one or more.</param>
internal sealed class JobManagerAddresses(IReadOnlyList<string> configured)
{
    private string? _preferred;
    private int _next;
    private (string Storage, long Epoch) _highest = ("", 0);

    /// <summary>The URL to connect to.</summary>
    public string Next => _preferred ?? configured[_next];

    /// <summary>A job manager has answered that another one leads.</summary>
    /// <param name="leader">Its URL; empty if it is not known.</param>
    public void Prefer(string leader)
    {
        // One that is named and does not lead may be named again for a moment: the others know better.
        if (leader.Length == 0 || leader == Next) Failed();
        else _preferred = leader;
    }

    /// <summary>The connection to the URL has ended, or there was none.</summary>
    public void Failed()
    {
        if (_preferred is null) _next = (_next + 1) % configured.Count;
        _preferred = null;
    }

    /// <summary>Returns whether a job manager may lead: its epoch is not below that of an earlier one of the same cluster.</summary>
    public bool MayLead(TaskManagerMessage.Welcome welcome)
    {
        if (welcome.Storage == _highest.Storage && welcome.LeaderEpoch < _highest.Epoch) return false;
        _highest = (welcome.Storage, welcome.LeaderEpoch);
        return true;
    }
}
