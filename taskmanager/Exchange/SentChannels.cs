using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>
/// The producers' ends of channels to other processes, of all jobs. A consumer may grant credit before its producer is deployed: it is
/// kept until then, or until its attempt or its call is over. Of a channel only the newest attempts count: what names earlier ones is dropped.
/// </summary>
internal sealed class SentChannels
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Job, int Edge, int From, int To), Sent> _channels = [];
    private readonly Dictionary<string, int> _dropped = new(StringComparer.Ordinal);

    /// <summary>Adds a producer.</summary>
    public void Add(string job, RemoteOutput output)
    {
        lock (_gate)
        {
            if (Of(job, output.Channel) is not { } sent) return;
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
            if (Of(job, channel) is not { } sent) return;
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
        foreach (var sent in Remove((owner, sent) => owner == job && sent.Channel.ProducerAttempt <= attempt)) sent.Output?.Close();
    }

    /// <summary>Drops channels.</summary>
    public void Drop(string job, IReadOnlyList<ChannelAddress> channels)
    {
        var dropped = channels.ToHashSet();
        foreach (var sent in Remove((owner, sent) => owner == job && dropped.Contains(sent.Channel))) sent.Output?.Close();
    }

    /// <summary>Called when a call is over: what it carried is lost.</summary>
    public void OnLost(IFrameLink link, Exception reason)
    {
        foreach (var sent in Remove((_, sent) => sent.Link == link)) sent.Output?.Fail(reason);
    }

    /// <summary>Returns what is known of a channel; null where later attempts of it are known.</summary>
    private Sent? Of(string job, ChannelAddress channel)
    {
        var key = (job, channel.Edge, channel.From, channel.To);
        if (!_channels.TryGetValue(key, out var known)) return _channels[key] = new Sent(channel);
        if (known.Channel == channel) return known;
        if (known.Channel.ProducerAttempt > channel.ProducerAttempt || known.Channel.ConsumerAttempt > channel.ConsumerAttempt) return null;
        known.Output?.Close();
        return _channels[key] = new Sent(channel);
    }

    private List<Sent> Remove(Func<string, Sent, bool> isOver)
    {
        lock (_gate)
        {
            var over = _channels.Where(c => isOver(c.Key.Job, c.Value)).ToList();
            foreach (var (key, _) in over) _channels.Remove(key);
            return over.ConvertAll(static c => c.Value);
        }
    }

    private sealed class Sent(ChannelAddress channel)
    {
        public ChannelAddress Channel => channel;

        public RemoteOutput? Output { get; set; }

        public IFrameLink? Link { get; set; }

        public int Held { get; set; }
    }
}
