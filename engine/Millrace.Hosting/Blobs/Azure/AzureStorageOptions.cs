using System.ComponentModel.DataAnnotations;

namespace Millrace.Hosting.Blobs.Azure;

/// <summary>
/// How a process reaches Azure Blob Storage: with a connection string, with a shared access signature, or, where neither is given, with the default Azure
/// credential (environment, workload or managed identity, or a developer's sign-in). Each process has its own; storage URIs contain none of it.
/// </summary>
public sealed class AzureStorageOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Azure";

    /// <value>A connection string of the storage account. Secret. Default: none.</value>
    public string? ConnectionString { get; set; }

    /// <value>A shared access signature of the container or account, with or without the question mark. Secret. Default: none.</value>
    public string? SasToken { get; set; }

    /// <value>
    /// The URL of the account's blob service, where it is not https://ACCOUNT.blob.core.windows.net: of an emulator or a private endpoint. Default: none.
    /// </value>
    [Url(ErrorMessage = "give the URL of the account's blob service, such as https://account.blob.core.windows.net.")]
    public string? Endpoint { get; set; }

    /// <value>How long one request may take before it is tried again. Default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "give a time from 1 s to 10 min, such as 00:00:30.")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How often a request that fails in passing is tried again, with growing pauses. Default 5.</value>
    [Range(0, 20, ErrorMessage = "give a number from 0 to 20.")]
    public int Retries { get; set; } = 5;
}
