using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Security;
using Millrace.JobManager.Composition;
using Millrace.JobManager.TaskManagers;

namespace Millrace.Processes.Tests;

/// <summary>A job manager in this process, on free ports, whose core only records calls.</summary>
internal sealed class JobManagerFixture : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private JobManagerFixture(WebApplication app, string folder, RegistryRecord registry) => (_app, _folder, Registry) = (app, folder, registry);

    public RegistryRecord Registry { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Grpc => ProcessAddresses.Of(_app)[0];

    public Uri Http => ProcessAddresses.Of(_app)[1];

    public static Task<JobManagerFixture> Start(params (string Key, string? Value)[] more) => Start(static _ => { }, more);

    public static Task<JobManagerFixture> Start(Action<IServiceCollection> replace, params (string Key, string? Value)[] more) => Start(replace, static _ => { }, more);

    /// <param name="replace">Replaces parts of the process.</param>
    /// <param name="prepare">Called with the storage's folder before the process is built.</param>
    /// <param name="more">Further settings.</param>
    public static async Task<JobManagerFixture> Start(Action<IServiceCollection> replace, Action<string> prepare, params (string Key, string? Value)[] more)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-test-").FullName;
        prepare(folder);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage"] = "file://" + folder,
            ["GrpcAddress"] = "127.0.0.1:0",
            ["HttpAddress"] = "127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:JobLog:LogLevel:Default"] = "Information",
        };
        foreach (var (key, value) in more) values[key] = value;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var registry = new RegistryRecord();
        var app = JobManagerProcess.Build(settings, Settings.Read<JobManagerOptions>(settings), services => replace(services.AddSingleton<ITaskManagerRegistry>(registry)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new JobManagerFixture(app, folder, registry);
    }

    /// <summary>Returns a channel to its gRPC port.</summary>
    public GrpcChannel Channel(SecurityOptions? security = null) => ControlChannel.Create(Grpc, new ClientSecurity(security ?? new SecurityOptions()));

    /// <summary>Returns a client for its HTTP port.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Http };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        // A job's history may still be on its way into the storage, as in a process that ends.
        for (var left = 10; Directory.Exists(_folder); left--)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (left > 0)
            {
            }
        }
    }
}
