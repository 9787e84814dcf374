using System.Globalization;
using Millrace.Bench.Alignment;
using Millrace.Bench.Backpressure;
using Millrace.Bench.Checkpoints;
using Millrace.Bench.Exchange;
using Millrace.Bench.Readings;
using Millrace.Bench.Recovery;
using Millrace.Bench.Shapes;
using Millrace.Bench.States;
using Millrace.Bench.Submitted;
using Millrace.Bench.Words;

// See README.md. Without arguments all comparisons run; a name runs one of them.
const int Rounds = 5;
switch (args)
{
    case []:
        WordCountComparison.Run(Rounds);
        ReadingsComparison.Run(Rounds);
        ShapesComparison.Run(Rounds);
        Metrics();
        return SubmittedComparison.Run(Rounds) & StateSpeed.Run(Rounds) & Standstill.Run() & ExchangeComparison.Run(Rounds) & MemoryMeasurement.Run() & CheckpointMeasurement.Run(1_000_000, null) & AlignmentMeasurement.Run() & RecoveryMeasurement.Run(10_000_000, null) ? 0 : 1;
    case ["words"]:
        WordCountComparison.Run(Rounds);
        return 0;
    case ["readings"]:
        ReadingsComparison.Run(Rounds);
        return 0;
    case ["shapes"]:
        ShapesComparison.Run(Rounds);
        return 0;
    case ["metrics"]:
        Metrics();
        return 0;
    case ["submitted"]:
        return SubmittedComparison.Run(Rounds) ? 0 : 1;
    case ["state"]:
        return StateSpeed.Run(Rounds) ? 0 : 1;
    case ["standstill"]:
        return Standstill.Run() ? 0 : 1;
    case ["exchange"]:
        return ExchangeComparison.Run(Rounds) ? 0 : 1;
    case ["backpressure"]:
        return MemoryMeasurement.Run() ? 0 : 1;
    case ["alignment"]:
        return AlignmentMeasurement.Run() ? 0 : 1;
    case ["checkpoints"]:
        return CheckpointMeasurement.Run(1_000_000, null) ? 0 : 1;
    case ["checkpoints", var keys]:
        return CheckpointMeasurement.Run(long.Parse(keys, CultureInfo.InvariantCulture), null) ? 0 : 1;
    case ["checkpoints", var keys, var storage]:
        return CheckpointMeasurement.Run(long.Parse(keys, CultureInfo.InvariantCulture), storage) ? 0 : 1;
    case ["recovery"]:
        return RecoveryMeasurement.Run(10_000_000, null) ? 0 : 1;
    case ["recovery", var keys]:
        return RecoveryMeasurement.Run(long.Parse(keys, CultureInfo.InvariantCulture), null) ? 0 : 1;
    case ["recovery", var keys, var storage]:
        return RecoveryMeasurement.Run(long.Parse(keys, CultureInfo.InvariantCulture), storage) ? 0 : 1;
    case [CheckpointMeasurement.ChildCommand, var keys, var storage, var parallelism]:
        CheckpointMeasurement.RunChild(keys, storage, parallelism);
        return 0;
    case [ExchangeComparison.ChildCommand]:
        ReadingsProducer.Run();
        return 0;
    case [MemoryMeasurement.ChildCommand, var kind]:
        MemoryMeasurement.RunChild(kind);
        return 0;
    case [ShapesComparison.ChildCommand, .. var jobs]:
        ShapesComparison.RunChild(jobs);
        return 0;
    case [SubmittedComparison.ChildCommand, var job, var kind, var input]:
        SubmittedComparison.RunChild(job, kind, input);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run --project bench -c Release [-- words|readings|shapes|metrics|submitted|state|standstill|exchange|backpressure|alignment|checkpoints [KEYS [STORAGE]]|recovery [KEYS [STORAGE]]]");
        return 2;
}

static void Metrics()
{
    WordCountComparison.RunListened(Rounds);
    ReadingsComparison.RunListened(Rounds);
}
