namespace Millrace.Hosting.Blobs;

/// <summary>A storage cannot be reached with the settings of this process; the message names the setting, and contains no secret.</summary>
public sealed class StorageNotConfiguredException(string message) : IOException(message);
