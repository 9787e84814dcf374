using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The producers' ends of channels to other processes, of all jobs. A consumer may grant credit before its producer is deployed: it is
/// kept until then, or until its attempt or its call is over. What names an attempt that is over is dropped.
/// </summary>
internal sealed class SentChannels
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Job, ChannelAddress Channel), Sent> _channels = [];
    private readonly Dictionary<string, int> _dropped = new(StringComparer.Ordinal);

    /// <summary>Adds a producer.</summary>
    public void Add(string job, RemoteOutput output)
    {
        lock (_gate)
        {
            var sent = _channels.TryGetValue((job, output.Channel), out var held) ? held : _channels[(job, output.Channel)] = new Sent();
            sent.Output = output;
            if (sent.Link is { } link) output.OnCredit(link, sent.Held);
            sent.Held = 0;
        }
    }

    /// <summary>Handles a consumer's grant of frames.</summary>
    public void OnCredit(string job, ChannelAddress channel, int credit, IFrameLink link)
    {
        RemoteOutput? output;
        lock (_gate)
        {
            if (_dropped.TryGetValue(job, out var dropped) && channel.ProducerAttempt <= dropped) return;
            var sent = _channels.TryGetValue((job, channel), out var known) ? known : _channels[(job, channel)] = new Sent();
            sent.Link = link;
            output = sent.Output;
            if (output is null) sent.Held += credit;
        }

        output?.OnCredit(link, credit);
    }

    /// <summary>Drops an attempt and earlier ones.</summary>
    public void Drop(string job, int attempt)
    {
        lock (_gate) _dropped[job] = Math.Max(attempt, _dropped.GetValueOrDefault(job));
        foreach (var sent in Remove((key, _) => key.Job == job && key.Channel.ProducerAttempt <= attempt)) sent.Output?.Close();
    }

    /// <summary>Called when a call is over: what it carried is lost.</summary>
    public void OnLost(IFrameLink link, Exception reason)
    {
        foreach (var sent in Remove((_, sent) => sent.Link == link)) sent.Output?.Fail(reason);
    }

    private List<Sent> Remove(Func<(string Job, ChannelAddress Channel), Sent, bool> isOver)
    {
        lock (_gate)
        {
            var over = _channels.Where(c => isOver(c.Key, c.Value)).ToList();
            foreach (var (key, _) in over) _channels.Remove(key);
            return over.ConvertAll(static c => c.Value);
        }
    }

    private sealed class Sent
    {
        public RemoteOutput? Output { get; set; }

        public IFrameLink? Link { get; set; }

        public int Held { get; set; }
    }
}
