namespace Millrace.Hosting.Blobs;

/// <summary>A blob is missing or is not what was written; the message names it and what was expected.</summary>
public sealed class CorruptBlobException(string message) : IOException(message);
