namespace Millrace;

/// <summary>A record waiting for partners.</summary>
/// <param name="Value">The record.</param>
/// <param name="IsMatched">Whether it had a partner; recorded only if needed when its time has passed.</param>
internal readonly record struct BufferedRecord<T>(T Value, bool IsMatched);

/// <summary>A record's position among those of its key.</summary>
/// <param name="Time">The record's time.</param>
/// <param name="Index">The record's index among those with the same time, from 0, without gaps.</param>
internal readonly record struct TimedPlace(long Time, int Index);
