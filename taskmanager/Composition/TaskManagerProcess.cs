using System.Security.Cryptography;
using Grpc.Core;
using Millrace.Core.Control;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Errors;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Security;
using Millrace.TaskManager.Exchange;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>Composes a task manager as a separate process.</summary>
internal static class TaskManagerProcess
{
    private const int InstanceDigits = 16;

    /// <summary>Runs until the process is asked to stop.</summary>
    /// <exception cref="InvalidSettingException">A setting is not valid.</exception>
    public static async Task RunAsync(IConfigurationRoot settings)
    {
        // Before the host's handler, which takes an exit caused by a job's code for a request to stop.
        var isExited = false;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Volatile.Write(ref isExited, true);
        var options = Settings.Read<TaskManagerOptions>(settings);
        var client = new ClientSecurity(SecurityOptions.Read(settings));
        await using var app = Build(settings, options);
        ProcessSecrets.Hide();
        using var pool = new ThreadPoolWatch(
            options.PoolThreadLimit, app.Services.GetRequiredService<ProcessEnd>().Fail, app.Services.GetRequiredService<ILogger<ThreadPoolWatch>>());
        await app.StartAsync();
        using var transport = new GrpcControlTransport(address => ControlChannel.Create(address, client, options.MessageLimit));
        var registration = Register(app, options, transport, Console.Error.WriteLine);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopping = app.Lifetime.ApplicationStopping.Register(() => registration.Stop(stopped.SetResult, inGoodOrder: !Volatile.Read(ref isExited)));
        registration.Start();
        await app.WaitForShutdownAsync();
        await stopped.Task;
        if (app.Services.GetRequiredService<ProcessEnd>().Left is { } reason) throw new ProcessLeftException(reason);
    }

    /// <summary>Builds the process, without starting it.</summary>
    /// <exception cref="InvalidSettingException">A setting is not valid.</exception>
    public static WebApplication Build(IConfigurationRoot settings, TaskManagerOptions options)
    {
        var security = SecurityOptions.Read(settings);
        security.RefusePublic(nameof(options.Address), options.Data);
        var server = new ServerSecurity(security);

        var builder = ProcessHost.CreateBuilder(settings)
            .ListenForGrpc(options.Data, server)
            .ListenForHttp(options.Http, server);
        builder.Services
            .AddJobLogs(options)
            .AddProcessMetrics()
            .AddTasks(options, new ClientSecurity(security))
            .AddProcessHealth(static s => Task.FromResult(s.GetRequiredService<JobManagerLink>().IsConnected ? null : "It is not registered with a job manager."));

        var app = builder.Build();
        app.UseBearerToken(server);
        app.UseRequestBodyLimit();
        app.MapDataExchange();
        app.MapProcessHealth();
        app.MapProcessMetrics();
        app.MapFallback(static context => ErrorAnswers.WriteAsync(
            context, StatusCode.NotFound, $"There is nothing at {context.Request.Method} {context.Request.Path}; a task manager has /healthz, /readyz and /metrics."));
        return app;
    }

    /// <summary>Creates the registration of a started process, without starting it.</summary>
    /// <param name="app">The process.</param>
    /// <param name="options">The process's settings.</param>
    /// <param name="transport">Connects to a job manager.</param>
    /// <param name="say">Prints that the process is ready, when it is first registered.</param>
    public static JobManagerRegistration Register(WebApplication app, TaskManagerOptions options, IControlTransport transport, Action<string> say)
    {
        var addresses = ProcessAddresses.Of(app);
        var data = ProcessAddresses.Reachable(addresses[0], options.Host);
        var instance = RandomNumberGenerator.GetHexString(InstanceDigits, lowercase: true);
        var registration = app.Services.GetRequiredService<TaskManagerCore>().Register(
            new TaskManagerRegistration(options.Id, instance, data, options.Slots) { Jobs = options.JobNames },
            ProcessVersion.Current,
            transport,
            options.JobManagers,
            new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        registration.OnFirstRegistered = () => say(
            $"taskmanager ready: {options.Id}, {options.Slots} slots, data {data}, job manager {options.JobManager}, HTTP {ProcessAddresses.Plain(addresses[1])}");
        return registration;
    }
}
