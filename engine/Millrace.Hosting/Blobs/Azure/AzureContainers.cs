using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace Millrace.Hosting.Blobs.Azure;

/// <summary>Makes clients of the containers of Azure Blob Storage.</summary>
/// <param name="options">How they are reached.</param>
/// <param name="transport">What carries requests; null for the client's own.</param>
/// <param name="credential">What signs them where the options name nothing; null for the default Azure credential.</param>
internal sealed class AzureContainers(AzureStorageOptions options, HttpPipelineTransport? transport = null, TokenCredential? credential = null)
{
    /// <summary>Returns the client of the container that a URI names.</summary>
    /// <exception cref="StorageNotConfiguredException">The settings do not fit the URI.</exception>
    public BlobContainerClient Of(StorageUri uri)
    {
        try
        {
            var service = Service(uri);
            // A URI that names one account must not write to another.
            return IsHostName(uri.Account!) || string.Equals(service.AccountName, uri.Account, StringComparison.Ordinal)
                ? service.GetBlobContainerClient(uri.Container)
                : throw new StorageNotConfiguredException($"{uri} names the account {uri.Account}, but the settings {Key(nameof(options.ConnectionString))} and {Key(nameof(options.Endpoint))} lead to {service.AccountName}. Correct one of them.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // What the parser says may repeat the secret.
            throw new StorageNotConfiguredException($"{uri} cannot be opened: the setting {(options.ConnectionString is null ? Key(nameof(options.Endpoint)) : Key(nameof(options.ConnectionString)))} is not valid. Correct it.");
        }
    }

    private BlobServiceClient Service(StorageUri uri)
    {
        if (options.ConnectionString is { } connection) return new BlobServiceClient(connection, Client());
        var endpoint = new Uri(options.Endpoint ?? $"https://{(IsHostName(uri.Account!) ? uri.Account : $"{uri.Account}.blob.core.windows.net")}");
        return options.SasToken is { } signature
            ? new BlobServiceClient(endpoint, new AzureSasCredential(signature.TrimStart('?')), Client())
            : new BlobServiceClient(endpoint, credential ?? new DefaultAzureCredential(), Client());
    }

    private BlobClientOptions Client()
    {
        // The newest version that emulators know.
        var client = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06) { TrimBlobNameSlashes = false };
        client.Retry.NetworkTimeout = options.RequestTimeout;
        client.Retry.MaxRetries = options.Retries;
        if (transport is not null) client.Transport = transport;
        return client;
    }

    private static bool IsHostName(string account) => account.Contains('.', StringComparison.Ordinal);

    private static string Key(string member) => $"{AzureStorageOptions.Section}:{member}";
}
