using System.Runtime.InteropServices;

namespace Millrace.Cli;

/// <summary>Ctrl-C and SIGTERM: the first one ends the command gracefully, the second one the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested) Environment.Exit(ExitCodes.Interrupted);
        signal.Cancel = true;
        _source.Cancel();
    }
}
