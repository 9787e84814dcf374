using Millrace.EndToEnd.Tests.Cluster;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.EndToEnd.Tests.Ends;

/// <summary>
/// Azure Blob Storage that refuses the credential, or has no such container: at the start, one line that names the setting and says what to do.
/// </summary>
public sealed class AzureRefusalTests : IDisposable
{
    private const string NoContainer = "there is no such container. Create it";
    private const string Refused = "the storage refuses the credential";

    private readonly WordCountFolder _folder = new();

    public AzureRefusalTests() => _folder.WriteInput(lines: 20);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(NoContainer)]
    [InlineData(NoContainer, "--restore", "latest")]
    [InlineData(Refused)]
    [InlineData(Refused, "--restore", "latest")]
    public async Task A_job_program_says_so(string why, params string[] options)
    {
        var (storage, settings) = await StorageAsync(why);
        using var run = _folder.StartIn(storage, settings, options);
        await RefusesAsync(run, $"--checkpoint-dir {storage}", why);
        Assert.Equal("", run.Output);
        Assert.False(Directory.Exists(_folder.Output));
    }

    [Theory]
    [InlineData(NoContainer)]
    [InlineData(Refused)]
    public async Task A_restore_point_is_named_as_it_was_given(string why)
    {
        var (storage, settings) = await StorageAsync(why);
        using var run = ProcessRun.Start("WordCount", ["--input", _folder.Input, "--output", _folder.Output, "--restore", storage], settings);
        await RefusesAsync(run, $"--restore {storage}", why);
    }

    [Theory]
    [InlineData(NoContainer)]
    [InlineData(Refused)]
    public async Task A_job_manager_says_so(string why)
    {
        var (storage, settings) = await StorageAsync(why);
        using var run = ProcessRun.StartAssembly(BuiltAssembly.JobManager, ["--storage", storage, "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0"], settings);
        await RefusesAsync(run, $"Storage = '{storage}'", why);
    }

    private static async Task<(string Storage, IReadOnlyDictionary<string, string> Settings)> StorageAsync(string why)
    {
        var server = await AzuriteServer.GetAsync();
        if (why == NoContainer) return ($"azure://{AzuriteServer.Account}/none-{Guid.NewGuid():N}/state", server.Settings);
        var revoked = Convert.ToBase64String(new byte[64]);
        return (
            $"azure://{AzuriteServer.Account}/{await server.CreateContainerAsync()}/state",
            server.Settings.ToDictionary(static s => s.Key, s => s.Value.Replace(AzuriteServer.Key, revoked, StringComparison.Ordinal), StringComparer.Ordinal));
    }

    private static async Task RefusesAsync(ProcessRun run, string setting, string why)
    {
        Assert.True(await run.End == 2, run.Error);
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"error: {setting}", line, StringComparison.Ordinal);
        Assert.Contains(why, line, StringComparison.Ordinal);
        if (why == Refused) Assert.Contains("Azure:ConnectionString", line, StringComparison.Ordinal);
    }
}
