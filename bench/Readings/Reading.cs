namespace Millrace.Bench.Readings;

/// <summary>A sensor reading: a record of 32 bytes.</summary>
internal readonly record struct Reading(long Sensor, long Time, double Value, long Flags);
