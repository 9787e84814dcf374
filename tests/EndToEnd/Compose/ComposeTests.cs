using System.Diagnostics;
using System.Text.RegularExpressions;
using Millrace.EndToEnd.Tests.Cluster;
using Millrace.EndToEnd.Tests.Processes;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.EndToEnd.Tests.Compose;

/// <summary>
/// <c>docker-compose.yml</c> without a container engine: its structure, and that its command lines, environments and health checks work
/// when they are run directly, with another server for the storage and free ports of this machine.
/// </summary>
public sealed partial class ComposeTests
{
    private const string Token = "only-for-this-test";
    private const string ConnectionString = "MILLRACE_AZURE__CONNECTIONSTRING";
    private const string Container = "millrace";

    private static readonly string[] JobManagers = ["jobmanager1", "jobmanager2"];
    private static readonly string[] TaskManagers = ["taskmanager1", "taskmanager2"];

    private readonly ComposeFile _compose = ComposeFile.Read();

    [Fact]
    public void It_has_two_job_managers_over_a_blob_storage_two_task_managers_and_what_jobs_talk_to()
    {
        Assert.Equal(["azurite", "container", .. JobManagers, "kafka", .. TaskManagers], _compose.Services.Keys.Order());
        Assert.All(_compose.Services.Where(static s => s.Key != "container"), static service => Assert.NotEmpty(service.Value.Healthcheck!.Test));
        Assert.All(_compose.Services.Values, service => Assert.True(service.Image is null != service.Build is null));
        Assert.All(_compose.Services.Values.SelectMany(s => s.Ports), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(
            _compose.Services.Values.SelectMany(s => s.Volumes).Select(v => v.Split(':')[0]), volume => Assert.Contains(volume, _compose.Volumes.Keys));
        var storage = _compose.Services["container"];
        Assert.Equal(("service_healthy", Container), (storage.DependsOn["azurite"].Condition, storage.Option("--name")));
        Assert.Contains("BlobEndpoint=http://azurite:10000/", storage.Environment["AZURE_STORAGE_CONNECTION_STRING"], StringComparison.Ordinal);
        foreach (var ours in JobManagers.Concat(TaskManagers).Select(name => _compose.Services[name]))
        {
            Assert.Equal(".", ours.Build!.Context);
            Assert.StartsWith("${MILLRACE_TOKEN:?", ours.Environment["MILLRACE_TOKEN"], StringComparison.Ordinal);
            Assert.Equal(storage.Environment["AZURE_STORAGE_CONNECTION_STRING"], ours.Environment[ConnectionString]);
        }

        foreach (var name in JobManagers)
        {
            var service = _compose.Services[name];
            Assert.Equal("service_completed_successfully", service.DependsOn["container"].Condition);
            Assert.Equal((name, $"azure://{AzuriteServer.Account}/{Container}"), (service.Option("--host"), service.Option("--storage")));
        }

        foreach (var name in TaskManagers)
        {
            var service = _compose.Services[name];
            Assert.Equal(JobManagers.Select(static _ => "service_healthy"), JobManagers.Select(m => service.DependsOn[m].Condition));
            Assert.Equal((name, name), (service.Option("--host"), service.Option("--id")));
            Assert.Equal(string.Join(',', JobManagers.Select(m => $"http://{m}:{Port(_compose.Services[m].Option("--grpc-address"))}")), service.Option("--jobmanager"));
        }
    }

    [Theory]
    [InlineData("jobmanager1")]
    [InlineData("taskmanager1")]
    public void An_image_is_built_from_the_project_that_it_starts(string name)
    {
        var (project, dockerfile) = ProjectOf(_compose.Services[name]);
        Assert.True(File.Exists(Path.Combine(BuiltAssembly.Repository, project)), $"There is no {project}.");
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{Path.GetFileNameWithoutExtension(project)}.dll\"]", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_services_start_with_their_command_lines_and_are_well()
    {
        using var folder = new WordCountFolder();
        var server = await AzuriteServer.GetAsync();
        var container = await server.CreateContainerAsync();
        var published = await Publish(_compose.Services[JobManagers[0]], folder["jobmanager"]);
        var managers = new List<(ProcessRun Run, string Grpc)>();
        foreach (var service in JobManagers.Select(name => _compose.Services[name]))
        {
            var run = Start(published, service, server, argument => argument
                .Replace($"/{Container}", $"/{container}", StringComparison.Ordinal)
                .Replace("6123", "0", StringComparison.Ordinal)
                .Replace("8081", "0", StringComparison.Ordinal));
            var line = await run.WaitForErrorLine(managers.Count == 0 ? "jobmanager ready" : "jobmanager standby");
            managers.Add((run, $"http://127.0.0.1:{Port(GrpcAddress.Match(line).Groups["address"].Value)}"));
            await AssertWell(service, "8081", Port(HttpAddress.Match(line).Groups["address"].Value));
        }

        published = await Publish(_compose.Services[TaskManagers[0]], folder["taskmanager"]);
        foreach (var service in TaskManagers.Select(name => _compose.Services[name]))
        {
            using var taskManager = Start(published, service, server, argument => argument switch
            {
                "http://jobmanager1:6123,http://jobmanager2:6123" => string.Join(',', managers.Select(static m => m.Grpc)),
                "6124" or "8082" => "0",
                _ => argument,
            });
            var ready = await taskManager.WaitForErrorLine("taskmanager ready");
            Assert.Contains($"data http://{service.Option("--host")}:", ready, StringComparison.Ordinal);
            await AssertWell(service, "8082", Port(HttpAddress.Match(ready).Groups["address"].Value));
            taskManager.Terminate();
            Assert.Equal(0, await taskManager.End);
        }

        foreach (var (run, _) in managers)
        {
            run.Terminate();
            Assert.Equal(0, await run.End);
            run.Dispose();
        }
    }

    private static (string Project, string Dockerfile) ProjectOf(ComposeService service)
    {
        var dockerfile = File.ReadAllText(Path.Combine(BuiltAssembly.Repository, service.Build!.Dockerfile));
        return (PublishedProject.Match(dockerfile).Groups["project"].Value, dockerfile);
    }

    /// <summary>Publishes a service's project as its image does, and returns the path of its assembly.</summary>
    private static async Task<string> Publish(ComposeService service, string folder)
    {
        var project = Path.Combine(BuiltAssembly.Repository, ProjectOf(service).Project);
        using var publish = ProcessRun.StartSdk("publish", project, "--no-build", "-c", BuiltAssembly.Configuration, "-o", folder);
        Assert.True(await publish.End == 0, publish.Output);
        return Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(project)}.dll");
    }

    private static ProcessRun Start(string assembly, ComposeService service, AzuriteServer server, Func<string, string> map) => ProcessRun.StartAssembly(
        assembly, service.Command.Select(map), service.Environment.ToDictionary(v => v.Key, v => v.Key == ConnectionString ? server.ConnectionString : Reference.Replace(v.Value, Token)));

    /// <summary>Runs the health check as the container engine would, except for the port.</summary>
    private static async Task AssertWell(ComposeService service, string port, string mapped)
    {
        var test = service.Healthcheck!.Test;
        Assert.Equal("CMD", test[0]);
        using var check = Process.Start(test[1], test.Skip(2).Select(part => part.Replace($"127.0.0.1/{port} ", $"127.0.0.1/{mapped} ", StringComparison.Ordinal)));
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, check.ExitCode);
    }

    private static string Port(string address) => address[(address.LastIndexOf(':') + 1)..];

    [GeneratedRegex(@"HTTP (?<address>[^,\s]+)")]
    private static partial Regex HttpAddress { get; }

    [GeneratedRegex(@"gRPC (?<address>[^,\s]+)")]
    private static partial Regex GrpcAddress { get; }

    [GeneratedRegex(@"dotnet publish (?<project>\S+)")]
    private static partial Regex PublishedProject { get; }

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Reference { get; }
}
