using System.Runtime.InteropServices;

namespace Millrace.Local;

/// <summary>
/// Handles Ctrl-C and SIGTERM: the first signal stops the job with a last checkpoint, even if it comes before the job runs, or terminates the
/// process if the job never starts to run; the second one terminates the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long a job may take to start running after a signal.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly TextWriter _error;
    private readonly Action<int> _exit;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _registrations;
    private ITimer? _limit;
    private Action? _stop;
    private int _count;

    /// <param name="error">Receives messages to the user.</param>
    /// <param name="exit">Terminates the process with an exit code.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public StopSignals(TextWriter error, Action<int> exit, TimeProvider? time = null)
    {
        (_error, _exit, _time) = (error, exit, time ?? TimeProvider.System);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>Sets how to stop the job that runs from now on; it is stopped at once if a signal has already come.</summary>
    public void Stop(Action stop)
    {
        lock (_lock)
        {
            _stop = stop;
            _limit?.Dispose();
            if (_count > 0) stop();
        }
    }

    public void Dispose()
    {
        lock (_lock) _limit?.Dispose();
        foreach (var registration in _registrations) registration.Dispose();
    }

    /// <summary>Handles one more signal.</summary>
    internal void Signal()
    {
        lock (_lock)
        {
            if (++_count > 1)
            {
                _exit(ExitCodes.Interrupted);
                return;
            }

            _error.WriteLine("stopping with a final checkpoint; a second signal ends the job immediately");
            if (_stop is { } stop) stop();
            else _limit = _time.CreateTimer(_ => GiveUp(), null, StartLimit, Timeout.InfiniteTimeSpan);
        }
    }

    private void GiveUp()
    {
        lock (_lock)
        {
            if (_stop is not null) return;
            _error.WriteLine("the job is not running yet: it ends without a checkpoint");
            _exit(ExitCodes.Interrupted);
        }
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Signal();
    }
}
