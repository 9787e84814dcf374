using Millrace.Core.Hosts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Leading;

namespace Millrace.JobManager.Leading;

/// <summary>
/// Decides whether this process leads the cluster. It follows another leader until that gives no sign of life, and then leads until another process does;
/// after that it is of no more use, and ends. One mailbox takes the answers of the storage and the timers.
/// </summary>
internal sealed partial class Leadership
{
    /// <summary>The mailbox's name, by which a defect in it is recognized.</summary>
    public const string MailboxName = "leadership";

    private const string AnotherLeads = "Another job manager leads now.";

    private static readonly TimeSpan s_firstLimit = TimeSpan.FromSeconds(30);

    private readonly LeaderBlob _blob;
    private readonly Func<CancellationToken, Task<long>> _highestEpoch;
    private readonly LeadershipOptions _options;
    private readonly IActivityHost _host;
    private readonly TimeProvider _time;
    private readonly string _writer;
    private readonly ILogger _log;
    private readonly Mailbox _mailbox;
    private readonly LeaderWatch _watch;
    private readonly long _begun;
    private Action<Standing> _tell = static _ => { };
    private (string Grpc, string Http) _address = ("", "");
    private LeaderRecord? _leader;
    private StoredLeader? _own;
    private ITimer? _timer;
    private bool _isUncertain;
    private bool _isOver;
    private bool _isBusy;
    private string _said = "";
    private Action? _onResigned;

    /// <param name="blob">Says who leads.</param>
    /// <param name="highestEpoch">Returns the highest epoch in any head, for the first leader of a storage.</param>
    /// <param name="options">How this process comes to lead.</param>
    /// <param name="host">Runs mail and effects.</param>
    /// <param name="time">The clock.</param>
    /// <param name="writer">A unique name of this process.</param>
    /// <param name="log">The log.</param>
    public Leadership(
        LeaderBlob blob, Func<CancellationToken, Task<long>> highestEpoch, LeadershipOptions options, IActivityHost host, TimeProvider time, string writer, ILogger log)
    {
        (_blob, _highestEpoch, _options, _host, _time, _writer, _log) = (blob, highestEpoch, options, host, time, writer, log);
        _mailbox = new Mailbox(host, MailboxName);
        _watch = new LeaderWatch(options.Patience);
        _begun = time.GetTimestamp();
    }

    /// <summary>Who leads, as far as it is known; null where nobody is known to. May be read from any thread.</summary>
    public LeaderRecord? Leader => Volatile.Read(ref _leader);

    /// <summary>Starts to follow or to lead.</summary>
    /// <param name="address">The URLs of its gRPC and HTTP ports, as others reach them.</param>
    /// <param name="tell">Called with how this process stands, again and again while it follows; must not block.</param>
    public void Start((string Grpc, string Http) address, Action<Standing> tell) => _mailbox.Post(() =>
    {
        _tell = tell;
        if (!_options.IsAlone) _address = address;
        Look();
    });

    /// <summary>
    /// Returns whether this process still leads, so that whoever leads next reads everything that was written before. What is new has no head yet that would
    /// guard it.
    /// </summary>
    public async Task<bool> ConfirmAsync(CancellationToken cancellation) => await OwnAsync(cancellation) is not null;

    /// <summary>Writes that this process has recovered the jobs. Its next beat finds it, as what it has written itself.</summary>
    /// <returns>Whether this process still leads.</returns>
    public async Task<bool> ConfirmRecoveryAsync(CancellationToken cancellation)
    {
        while (await OwnAsync(cancellation) is { Record: { } record, Version: var version })
        {
            if (record.Recovered == record.Epoch || await _blob.TrySwapAsync(record with { Recovered = record.Epoch }, version, cancellation) is not null) return true;
        }

        return false;
    }

    /// <summary>Another process leads: it was found out sooner than by the next beat.</summary>
    public void Replaced() => _mailbox.Post(() =>
    {
        if (!_isOver) End(AnotherLeads);
    });

    /// <summary>Gives up the leadership, because the process stops, so that another one need not wait.</summary>
    /// <param name="onResigned">Called when it is given up, or cannot be.</param>
    public void Resign(Action onResigned) => _mailbox.Post(() =>
    {
        (_isOver, _onResigned) = (true, onResigned);
        if (!_isBusy) FinishResigning();
    });

    private bool IsLeading => _own is not null;

    private void Look() => Do(
        _blob.ReadAsync,
        read =>
        {
            Volatile.Write(ref _leader, read?.Record is { Beats: true } record ? record : null);
            if (_watch.MayReplace(read, _time.GetElapsedTime(_begun))) TakeOver(read);
            else if (_options.IsAlone && _watch.HasBeaten) End($"The job manager at {read!.Record?.Grpc} leads. Stop that one, or let this one take part in elections (--alone false).");
            else Follow();
        },
        failure =>
        {
            // At the start it is up to the process what it makes of that.
            if (_watch.HasLooked) Say(failure);
            Schedule(_options.BeatInterval, Look);
            _tell(new Standing.Unread(failure.Message));
        });

    private void Follow()
    {
        if (!_options.IsAlone) _tell(new Standing.Follows(Leader));
        _said = "";
        // Twice within a beat, so that its absence is noticed soon.
        Schedule(_options.BeatInterval / 2, Look);
    }

    private void TakeOver(StoredLeader? replaced) => Do(
        async limit =>
        {
            // Beside one that is alone, jobs may have been run without a cluster, which raises their epochs.
            var highest = _options.IsAlone || replaced?.Record is null ? await _highestEpoch(limit) : 0;
            var epoch = 1 + Math.Max(replaced?.Record?.Epoch ?? 0, highest);
            var record = new LeaderRecord(epoch, _writer, _address.Grpc, _address.Http, 0) { Recovered = replaced?.Record?.Recovered ?? 0 };
            return await _blob.TrySwapAsync(record, replaced?.Version, limit) is { } version ? new StoredLeader(record, version) : await OwnAsync(limit);
        },
        own =>
        {
            if (own is null)
            {
                Schedule(_options.BeatInterval / 2, Look);
                return;
            }

            _own = own;
            Volatile.Write(ref _leader, own.Record);
            LogLeads(own.Record!.Epoch);
            if (!_options.IsAlone) Schedule(_options.BeatInterval, Beat);
            _tell(new Standing.Leads(own.Record.Epoch, own.Record.Recovered));
        },
        failure =>
        {
            // It may have taken effect: then it is found to be this process's own.
            Say(failure);
            Schedule(_options.BeatInterval, Look);
            if (DiskSpace.IsUsedUp(failure)) _tell(new Standing.Waits(failure.Message));
        });

    private void Beat()
    {
        var (own, isUncertain) = (_own!, _isUncertain);
        Do(
            async limit =>
            {
                if (isUncertain && (own = await OwnAsync(limit)) is null) return null;
                var record = own.Record! with { Beat = own.Record.Beat + 1 };
                return await _blob.TrySwapAsync(record, own.Version, limit) is { } version ? new StoredLeader(record, version) : await OwnAsync(limit);
            },
            still =>
            {
                _isUncertain = false;
                if (still is null)
                {
                    End(AnotherLeads);
                    return;
                }

                (_own, _said) = (still, "");
                Schedule(_options.BeatInterval, Beat);
            },
            failure =>
            {
                _isUncertain = true;
                Say(failure);
                Schedule(_options.BeatInterval, Beat);
            });
    }

    /// <summary>What the storage says, if this process has written it.</summary>
    private async Task<StoredLeader?> OwnAsync(CancellationToken limit) => await _blob.ReadAsync(limit) is { } read && read.Record?.Writer == _writer ? read : null;

    private void End(string reason)
    {
        _isOver = true;
        LogEnds(reason);
        _tell(new Standing.Over(reason));
    }

    private void FinishResigning()
    {
        if (_onResigned is not { } onResigned) return;
        _onResigned = null;
        _timer?.Dispose();
        if (_own is not { Record: { Beats: true } record, Version: var version })
        {
            onResigned();
            return;
        }

        var resigned = record with { Grpc = "", Http = "", Beat = record.Beat + 1 };
        Run(limit => _blob.TrySwapAsync(resigned, version, limit), _ => onResigned(), _ => onResigned());
    }

    private void Do<T>(Func<CancellationToken, Task<T>> effect, Action<T> onEnd, Action<Exception> onFailure)
    {
        _isBusy = true;
        Run(effect, end => Took(() => onEnd(end)), failure => Took(() => onFailure(failure)));
    }

    private void Took(Action act)
    {
        _isBusy = false;
        if (!_isOver) act();
        else FinishResigning();
    }

    /// <summary>A call of the storage is given up when the leadership would be lost meanwhile. The first one, which opens a connection, has more time.</summary>
    private void Run<T>(Func<CancellationToken, Task<T>> effect, Action<T> onEnd, Action<Exception> onFailure)
    {
        var patience = _watch.HasLooked ? _options.Patience : s_firstLimit;
        _host.Run(async () =>
        {
            using var limit = new CancellationTokenSource(patience, _time);
            try
            {
                var end = await effect(limit.Token);
                _mailbox.Post(() => onEnd(end));
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                _mailbox.Post(() => onFailure(new TimeoutException("it does not answer")));
            }
            catch (Exception e)
            {
                _mailbox.Post(() => onFailure(e));
            }
        });
    }

    private void Schedule(TimeSpan delay, Action act)
    {
        _timer?.Dispose();
        ITimer? timer = null;
        timer = _timer = _time.CreateTimer(
            _ => _mailbox.Post(() =>
            {
                if (timer == _timer && !_isOver) act();
            }),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void Say(Exception failure)
    {
        if (_said != failure.Message) LogUnavailable(IsLeading ? "leads" : "follows", failure.Message);
        _said = failure.Message;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This job manager leads, with epoch {Epoch}")]
    private partial void LogLeads(long epoch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This job manager {What}, and the storage is unavailable: {Reason}")]
    private partial void LogUnavailable(string what, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This job manager does not lead: {Reason}")]
    private partial void LogEnds(string reason);
}
