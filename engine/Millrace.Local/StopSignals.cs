using System.Runtime.InteropServices;

namespace Millrace.Local;

/// <summary>
/// Ctrl-C and SIGTERM: the first one stops the job with a last checkpoint, also where it comes before the job runs; the second one ends
/// the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TextWriter _error;
    private readonly Action<int> _exit;
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Action? _stop;
    private int _count;

    /// <param name="error">Where a user is told.</param>
    /// <param name="exit">Ends the process with an exit code.</param>
    public StopSignals(TextWriter error, Action<int> exit)
    {
        (_error, _exit) = (error, exit);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    /// <summary>Says how to stop the job that runs from now on; it is stopped at once if a signal came already.</summary>
    public void Stop(Action stop)
    {
        lock (_lock)
        {
            _stop = stop;
            if (_count > 0) stop();
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    /// <summary>One more signal.</summary>
    internal void Signal()
    {
        lock (_lock)
        {
            if (++_count > 1)
            {
                _exit(ExitCodes.Interrupted);
                return;
            }

            _error.WriteLine("stopping with a last checkpoint; once more ends at once");
            _stop?.Invoke();
        }
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Signal();
    }
}
