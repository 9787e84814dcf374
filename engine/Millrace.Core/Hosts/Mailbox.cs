using System.Collections.Concurrent;

namespace Millrace.Core.Hosts;

/// <summary>Mail for one activity, processed one item per step.</summary>
public sealed class Mailbox
{
    private readonly ConcurrentQueue<Action> _mail = new();
    private readonly IActivity _activity;

    public Mailbox(IActivityHost host, string name) => _activity = host.Start(name, Step);

    public void Post(Action mail)
    {
        _mail.Enqueue(mail);
        _activity.Wake();
    }

    public void Stop() => _activity.Stop(static () => { });

    private bool Step()
    {
        if (!_mail.TryDequeue(out var mail)) return false;
        mail();
        return true;
    }
}
