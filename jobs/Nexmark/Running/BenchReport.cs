namespace Nexmark.Running;

/// <summary>The figures of a <c>bench</c> run.</summary>
/// <param name="Query">The query.</param>
/// <param name="Events">The number of events generated.</param>
/// <param name="Parallelism">The number of subtasks of each operator.</param>
/// <param name="Seconds">The time from the start of the job to its end.</param>
/// <param name="EventsPerSecond">Events divided by seconds.</param>
/// <param name="EventsPerSecondPerCore">Events divided by the seconds of processor time that the process used.</param>
/// <param name="GeneratorEventsPerSecond">The rate of the generator alone on one core, measured beforehand.</param>
/// <param name="Checkpoints">The number of completed checkpoints.</param>
/// <param name="AllocatedBytesPerEvent">Bytes allocated per event, including the events themselves.</param>
/// <param name="PeakMemoryBytes">The peak resident size of the process.</param>
/// <param name="ResultRows">The number of rows.</param>
/// <param name="ResultHash">Their hash, regardless of order.</param>
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
