using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Security;
using Millrace.TaskManager;
using Millrace.TaskManager.Composition;
using Millrace.TaskManager.Registration;

namespace Millrace.Processes.Tests;

/// <summary>A task manager in this process, on free ports, which registers like one in a separate process.</summary>
internal sealed class TaskManagerFixture : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcControlTransport _transport;
    private readonly JobManagerRegistration _registration;

    private TaskManagerFixture(WebApplication app, TaskManagerOptions options, GrpcControlTransport transport)
    {
        (_app, _transport) = (app, transport);
        _registration = TaskManagerProcess.Register(app, options, transport, line => Ready.TrySetResult(line));
        _registration.Start();
    }

    /// <summary>The line with which it reports that it is ready.</summary>
    public TaskCompletionSource<string> Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IServiceProvider Services => _app.Services;

    public JobLibrary Library => _app.Services.GetRequiredService<TaskManagerCore>().Library!;

    public Uri Http => ProcessAddresses.Of(_app)[1];

    public static async Task<TaskManagerFixture> Start(Uri jobManager, params (string Key, string? Value)[] more)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["JobManager"] = jobManager.ToString(),
            ["Id"] = "tm",
            ["Slots"] = "3",
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:JobLog:LogLevel:Default"] = "Information",
        };
        foreach (var (key, value) in more) values[key] = value;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var options = Settings.Read<TaskManagerOptions>(settings);
        var app = TaskManagerProcess.Build(settings, options);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var security = new ClientSecurity(SecurityOptions.Read(settings));
        return new TaskManagerFixture(app, options, new GrpcControlTransport(address => ControlChannel.Create(address, security)));
    }

    public async ValueTask DisposeAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _registration.Stop(stopped.SetResult);
        await stopped.Task;
        _transport.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
