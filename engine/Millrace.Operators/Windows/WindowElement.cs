namespace Millrace;

/// <summary>A record's position in a window.</summary>
/// <param name="Window">The window under which the record is stored.</param>
/// <param name="Index">The record's index, from 0.</param>
internal readonly record struct WindowElement(TimeWindow Window, long Index);
