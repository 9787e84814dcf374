using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace Millrace.Hosting.Blobs.Azure;

/// <summary>Says what went wrong in words of the engine. What the service says may contain parts of a secret, and is left out.</summary>
internal static class AzureErrors
{
    /// <summary>Makes a call.</summary>
    /// <exception cref="StorageNotConfiguredException">The credential is refused, or there is no such container.</exception>
    /// <exception cref="IOException">The call failed.</exception>
    public static async Task<T> TranslateAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (AggregateException e) when (e.InnerExceptions is [.., RequestFailedException last])
        {
            throw Of(what, last);
        }
        catch (AggregateException e)
        {
            throw new IOException($"{what}: the storage cannot be reached ({e.InnerExceptions[^1].GetType().Name} in {e.InnerExceptions.Count} attempts).");
        }
        catch (RequestFailedException e)
        {
            throw Of(what, e);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"{what}: the storage did not answer in time.");
        }
        catch (AuthenticationFailedException e)
        {
            throw new StorageNotConfiguredException($"{what}: there is no credential for Azure ({e.GetType().Name}). Give {Setting(nameof(AzureStorageOptions.ConnectionString))} or {Setting(nameof(AzureStorageOptions.SasToken))}, or sign this process in.");
        }
    }

    /// <summary>Makes a call about a blob; returns null where there is no such blob.</summary>
    public static async Task<T?> FindAsync<T>(Func<Task<T>> call) where T : class
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    private static IOException Of(string what, RequestFailedException e)
    {
        if (e.Status is 401 or 403)
            return new StorageNotConfiguredException($"{what}: the storage refuses the credential ({e.Status} {e.ErrorCode}). Correct {Setting(nameof(AzureStorageOptions.ConnectionString))}, {Setting(nameof(AzureStorageOptions.SasToken))}, or what the default credential may do.");
        if (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            return new StorageNotConfiguredException($"{what}: there is no such container. Create it, or name another one in the storage's URI.");
        return e.Status == 0
            ? new IOException($"{what}: the storage cannot be reached.")
            : new IOException($"{what}: the storage answered {e.Status} {e.ErrorCode}.");
    }

    private static string Setting(string member) => $"{AzureStorageOptions.Section}:{member}";
}
