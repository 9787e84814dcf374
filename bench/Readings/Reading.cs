namespace Millrace.Bench.Readings;

/// <summary>What a sensor measured: a record of 32 bytes.</summary>
internal readonly record struct Reading(long Sensor, long Time, double Value, long Flags);
