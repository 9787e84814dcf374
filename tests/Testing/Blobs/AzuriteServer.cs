using System.Diagnostics;
using Azure.Storage.Blobs;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>Azurite, the emulator of Azure Blob Storage, started from npm's package in <c>tests/Azurite</c> when a test first needs it, one per test process.</summary>
public sealed class AzuriteServer
{
    /// <summary>The only account.</summary>
    public const string Account = "devstoreaccount1";

    /// <summary>The account's key, which is the same for all emulators, and public.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The version of the service's protocol that the engine speaks.</summary>
    public const BlobClientOptions.ServiceVersion Version = BlobClientOptions.ServiceVersion.V2026_06_06;

    private const string Ready = "successfully listens on ";

    private static readonly TimeSpan s_installLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Task<AzuriteServer>> s_plain = new(() => StartAsync([]));

    // What is started ends with this process, however that ends, because its input ends then.
    private readonly Process _process;

    private AzuriteServer(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>The URL of the account's blob service.</summary>
    public Uri Address { get; }

    /// <summary>What leads to the account, with the key in it.</summary>
    public string ConnectionString => $"DefaultEndpointsProtocol={Address.Scheme};AccountName={Account};AccountKey={Key};BlobEndpoint={Address};";

    /// <summary>The environment variables with which programs reach the account.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["MILLRACE_AZURE__CONNECTIONSTRING"] = ConnectionString };

    /// <summary>Returns the server of this process. The test is skipped where there is no Node.js, and fails then in CI.</summary>
    public static Task<AzuriteServer> GetAsync() => s_plain.Value;

    /// <summary>Starts one with options of its own.</summary>
    public static async Task<AzuriteServer> StartAsync(params IReadOnlyList<string> options)
    {
        Install();
        var start = Describe("/bin/sh", "-c", "node \"$@\" & server=$!; cat > /dev/null; kill $server", "sh");
        foreach (var argument in (IEnumerable<string>)[
            Path.Combine(Folder, "node_modules/azurite/dist/src/blob/main.js"), "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--silent", "--disableTelemetry", .. options])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_startLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
                return new AzuriteServer(process, new Uri($"{line[(at + Ready.Length)..].Trim()}/{Account}"));
        }

        throw new InvalidOperationException($"Azurite did not start: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    /// <summary>Creates a container with a name of its own, and returns the name.</summary>
    public async Task<string> CreateContainerAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        await new BlobServiceClient(ConnectionString, new BlobClientOptions(Version)).CreateBlobContainerAsync(name);
        return name;
    }

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    private static string Folder => Path.Combine(Repository.Root, "tests/Azurite");

    /// <summary>Installs the package, unless it is there. Test processes run side by side: one does it.</summary>
    private static void Install()
    {
        using var one = new Mutex(false, "millrace-tests-azurite");
        if (!one.WaitOne(s_installLimit)) throw new InvalidOperationException("Another process installs Azurite, and does not end.");
        try
        {
            if (File.Exists(Path.Combine(Folder, "node_modules/.package-lock.json"))) return;
            if (!Has("node") || !Has("npm"))
            {
                const string Missing = "Node.js and npm are missing: tests with Azurite cannot run. Install them.";
                Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, Missing);
                throw new InvalidOperationException(Missing);
            }

            var start = Describe("npm", "ci");
            start.WorkingDirectory = Folder;
            using var install = Process.Start(start)!;
            install.StandardInput.Close();
            var (output, error) = (install.StandardOutput.ReadToEndAsync(), install.StandardError.ReadToEndAsync());
            if (!install.WaitForExit(s_installLimit) || install.ExitCode != 0)
                throw new InvalidOperationException($"npm ci in {Folder} failed: {output.GetAwaiter().GetResult()} {error.GetAwaiter().GetResult()}");
        }
        finally
        {
            one.ReleaseMutex();
        }
    }

    private static bool Has(string program)
    {
        using var which = Process.Start(Describe("/bin/sh", "-c", $"command -v {program}"))!;
        which.WaitForExit();
        return which.ExitCode == 0;
    }

    private static ProcessStartInfo Describe(string program, params IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
}
