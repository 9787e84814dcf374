using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>The HTTP port of a job manager that requires a token, and what is refused without one.</summary>
public sealed class HttpTests
{
    private const string Token = "only-for-this-test";

    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal) { ["MILLRACE_TOKEN"] = Token };

    [Fact]
    public async Task Health_is_open_and_jobs_and_metrics_are_for_who_has_the_token()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Environment, ("a", 1));
        Assert.Equal(0, (await cluster.Run("submit", BuiltAssembly.WordCount, "--parallelism", "1", "--wait", "--", "--output", cluster.Folder.Output)).ExitCode);

        using var http = new HttpClient { BaseAddress = cluster.Http };
        Assert.Equal(HttpStatusCode.OK, await Status(http, "/healthz"));
        Assert.Equal(HttpStatusCode.OK, await Status(http, "/readyz"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(http, "/v1/jobs"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(http, "/metrics"));

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var jobs = await http.GetFromJsonAsync<JsonElement>("/v1/jobs", TestContext.Current.CancellationToken);
        var job = Assert.Single(jobs.GetProperty("jobs").EnumerateArray().ToList());
        Assert.Equal(("WordCountJob", "finished"), (job.GetProperty("name").GetString(), job.GetProperty("state").GetString()));
        Assert.Equal(HttpStatusCode.OK, await Status(http, "/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(http, "/v1/jobs/nosuchjob"));

        using var stranger = ProcessRun.StartAssembly(BuiltAssembly.Command, ["list"], [new("MILLRACE_JOBMANAGER", cluster.Grpc)]);
        Assert.Equal(2, await stranger.End);
        Assert.Contains("token", stranger.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_address_without_a_token_is_refused()
    {
        using var folder = new WordCountFolder();
        using var jobManager = ProcessRun.StartAssembly(BuiltAssembly.JobManager, ["--storage", $"file://{folder["storage"]}", "--grpc-address", "0.0.0.0:0", "--http-address", "127.0.0.1:0"]);
        using var taskManager = ProcessRun.StartAssembly(BuiltAssembly.TaskManager, ["--address", "0.0.0.0"]);
        foreach (var (refused, setting) in new[] { (jobManager, "GrpcAddress"), (taskManager, "Address") })
        {
            Assert.Equal(2, await refused.End);
            Assert.Contains(setting, refused.Error, StringComparison.Ordinal);
            Assert.Contains("MILLRACE_TOKEN", refused.Error, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
