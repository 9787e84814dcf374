using Millrace.Hosting.Configuration;
using Millrace.Hosting.Errors;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Security;
using Millrace.JobManager.Services;

namespace Millrace.JobManager.Composition;

/// <summary>Composes a job manager as a separate process.</summary>
internal static class JobManagerProcess
{
    /// <summary>Runs until the process is asked to stop.</summary>
    /// <exception cref="InvalidSettingException">A setting is not valid.</exception>
    public static async Task RunAsync(IConfigurationRoot settings)
    {
        var options = Settings.Read<JobManagerOptions>(settings);
        using var storage = options.HoldStorage(static what => Console.Error.WriteLine($"warning: {what}"));
        await using var app = Build(settings, options);
        app.Services.GetRequiredService<LeadershipService>().OnChange = new StandingLine(app, options, Console.Error.WriteLine).Show;
        await app.StartAsync();
        await app.WaitForShutdownAsync();
    }

    /// <summary>Builds the process without starting it.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="options">The job manager's settings.</param>
    /// <param name="replace">Replaces parts of the composition; null for none.</param>
    /// <exception cref="InvalidSettingException">A setting is not valid.</exception>
    public static WebApplication Build(IConfigurationRoot settings, JobManagerOptions options, Action<IServiceCollection>? replace = null)
    {
        var security = SecurityOptions.Read(settings);
        security.RefusePublic(nameof(options.GrpcAddress), options.Grpc);
        security.RefusePublic(nameof(options.HttpAddress), options.Http);
        var server = new ServerSecurity(security);

        var builder = ProcessHost.CreateBuilder(settings)
            .ListenForGrpc(options.Grpc, server)
            .ListenForHttp(options.Http, server);
        builder.Services
            .AddStorage(options)
            .AddJobLogs(options)
            .AddProcessMetrics()
            .AddTaskManagers(options)
            .AddJobs(options)
            .AddControlApi();

        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseBearerToken(server);
        app.UseRequestBodyLimit();
        app.UseLeaderRedirect();
        app.MapTaskManagers();
        app.MapControlApi();
        return app;
    }
}
