namespace Millrace;

/// <summary>A record's place in a window.</summary>
/// <param name="Window">The window under which the record is kept.</param>
/// <param name="Index">Its place among them, from 0.</param>
internal readonly record struct WindowElement(TimeWindow Window, long Index);
