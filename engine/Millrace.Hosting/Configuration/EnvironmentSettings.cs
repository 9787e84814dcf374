using Microsoft.Extensions.Configuration;
using Millrace.Hosting.Blobs.Azure;

namespace Millrace.Hosting.Configuration;

/// <summary>The settings of job programs and of the command that are no options of the command line: secrets do not belong there.</summary>
public static class EnvironmentSettings
{
    private const string Prefix = "MILLRACE_";

    /// <summary>Reads how Azure Blob Storage is reached, from environment variables that start with <c>MILLRACE_AZURE__</c>.</summary>
    /// <exception cref="InvalidJobException">A value is not valid.</exception>
    public static AzureStorageOptions Azure()
    {
        var options = new AzureStorageOptions();
        try
        {
            new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build().GetSection(AzureStorageOptions.Section).Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidJobException($"Environment variables {Prefix}AZURE__...: {e.Message}", e);
        }
    }
}
