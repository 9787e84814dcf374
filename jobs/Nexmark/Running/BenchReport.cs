namespace Nexmark.Running;

/// <summary>The figures of a <c>bench</c> run.</summary>
/// <param name="Query">The query.</param>
/// <param name="Events">How many events were made.</param>
/// <param name="Parallelism">Subtasks of each operator.</param>
/// <param name="Seconds">From the start of the job to its end.</param>
/// <param name="EventsPerSecond">Events by seconds.</param>
/// <param name="EventsPerSecondPerCore">Events by the seconds of processor time that the process used.</param>
/// <param name="GeneratorEventsPerSecond">What the generator alone makes on one core, measured before.</param>
/// <param name="Checkpoints">How many checkpoints were completed.</param>
/// <param name="AllocatedBytesPerEvent">Bytes allocated, the events themselves included.</param>
/// <param name="PeakMemoryBytes">The highest resident size of the process.</param>
/// <param name="ResultRows">How many rows there were.</param>
/// <param name="ResultHash">Their hash, whatever their order.</param>
internal sealed record BenchReport(
    string Query,
    long Events,
    int Parallelism,
    double Seconds,
    double EventsPerSecond,
    double EventsPerSecondPerCore,
    double GeneratorEventsPerSecond,
    long Checkpoints,
    double AllocatedBytesPerEvent,
    long PeakMemoryBytes,
    long ResultRows,
    string ResultHash);
