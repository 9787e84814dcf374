using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Protocol;

namespace Millrace.Processes.Tests;

/// <summary>What a job manager serves over gRPC and HTTP.</summary>
public sealed class ControlApiTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cluster_is_described_over_grpc_and_as_json()
    {
        await using var jobManager = await JobManagerFixture.Start();
        await using var taskManager = await TaskManagerFixture.Start(jobManager.Grpc);
        await jobManager.Registry.Next("joined");
        using var channel = jobManager.Channel();
        var described = await new Cluster.ClusterClient(channel).DescribeAsync(new DescribeClusterRequest(), cancellationToken: Cancelled);
        var only = Assert.Single(described.TaskManagers);
        Assert.Equal(("tm", 3, 3), (only.Id, only.Slots, only.FreeSlots));
        Assert.StartsWith("file:///", described.Storage, StringComparison.Ordinal);
        using var client = jobManager.Client();
        var json = await client.GetFromJsonAsync<JsonElement>("/v1/cluster", Cancelled);
        Assert.Equal("tm", json.GetProperty("taskManagers")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Health_metrics_and_what_is_not_there_are_answered()
    {
        await using var jobManager = await JobManagerFixture.Start();
        using var client = jobManager.Client();
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz", Cancelled));
        Assert.Equal("Healthy", await client.GetStringAsync("/readyz", Cancelled));
        Assert.Contains("dotnet_", await client.GetStringAsync("/metrics", Cancelled), StringComparison.Ordinal);
        var missing = await client.GetAsync("/v1/nothing", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("/v1/nothing", (await missing.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("message").GetString(), StringComparison.Ordinal);
        using var channel = jobManager.Channel();
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancelled);
        Assert.NotEqual(HealthCheckResponse.Types.ServingStatus.ServiceUnknown, health.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Large_bodies_of_requests_are_refused_whether_or_not_they_say_their_length(bool isChunked)
    {
        await using var jobManager = await JobManagerFixture.Start();
        using var client = jobManager.Client();
        using var large = new ByteArrayContent(new byte[(4 << 20) + 1]);
        large.Headers.ContentType = new("application/json");
        client.DefaultRequestHeaders.TransferEncodingChunked = isChunked;
        var refused = await client.PostAsync("/v1/jobs", large, Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("the limit is 4,194,304", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("message").GetString(), StringComparison.Ordinal);
        using var small = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        var wrong = await client.PostAsync("/v1/jobs", small, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("artifact is empty", await wrong.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_manager_is_ready_while_it_is_registered()
    {
        await using var taskManager = await TaskManagerFixture.Start(new Uri("http://127.0.0.1:1"));
        using var client = new HttpClient { BaseAddress = taskManager.Http };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz", Cancelled)).StatusCode);
        var ready = await client.GetAsync("/readyz", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("not registered", await ready.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Contains("dotnet_", await client.GetStringAsync("/metrics", Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_artifact_is_uploaded_once_and_bad_ones_are_refused_with_a_reason()
    {
        await using var jobManager = await JobManagerFixture.Start(("ArtifactLimit", "1000"));
        using var channel = jobManager.Channel();
        var artifacts = new Artifacts.ArtifactsClient(channel);
        var archive = Archive("job.dll");
        var hash = ArtifactHash.Of(archive);
        Assert.False((await artifacts.FindAsync(new FindArtifactRequest { Hash = hash }, cancellationToken: Cancelled)).Found);
        Assert.Equal(hash, (await Upload(artifacts, hash, archive)).Hash);
        Assert.True((await artifacts.FindAsync(new FindArtifactRequest { Hash = hash }, cancellationToken: Cancelled)).Found);
        Assert.Equal(StatusCode.InvalidArgument, await Refusal(() => Upload(artifacts, new string('0', 64), archive)));
        Assert.Equal(StatusCode.InvalidArgument, await Refusal(() => Upload(artifacts, ArtifactHash.Of([1, 2]), [1, 2])));
        Assert.Equal(StatusCode.InvalidArgument, await Refusal(() => Upload(artifacts, ArtifactHash.Of(Archive("../out.dll")), Archive("../out.dll"))));
        Assert.Equal(StatusCode.ResourceExhausted, await Refusal(() => Upload(artifacts, hash, archive, size: 1001)));
        using var client = jobManager.Client();
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/v1/artifacts/none", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task An_artifact_that_is_too_large_when_it_is_unpacked_is_refused_with_the_limit()
    {
        await using var jobManager = await JobManagerFixture.Start(("ArtifactUnpackedLimit", "1"));
        using var channel = jobManager.Channel();
        var archive = Archive("job.dll");
        var refusal = await Assert.ThrowsAsync<RpcException>(() => Upload(new Artifacts.ArtifactsClient(channel), ArtifactHash.Of(archive), archive));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("bytes unpacked; the limit is 1.", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_oversized_message_gets_a_status_and_the_job_manager_goes_on()
    {
        await using var jobManager = await JobManagerFixture.Start();
        using var channel = jobManager.Channel();
        var artifacts = new Artifacts.ArtifactsClient(channel);
        Assert.Equal(StatusCode.ResourceExhausted, await Refusal(() => Upload(artifacts, new string('0', 64), new byte[3 << 20])));
        Assert.False((await artifacts.FindAsync(new FindArtifactRequest { Hash = new string('0', 64) }, cancellationToken: Cancelled)).Found);
        using var client = jobManager.Client();
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/v1/artifacts/%FF", Cancelled)).StatusCode);
    }

    private static byte[] Archive(string entry)
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create))
        using (var file = zip.CreateEntry(entry).Open()) file.Write([1, 2, 3]);
        return bytes.ToArray();
    }

    private static async Task<UploadArtifactResponse> Upload(Artifacts.ArtifactsClient artifacts, string hash, byte[] content, long? size = null)
    {
        using var call = artifacts.Upload(cancellationToken: Cancelled);
        try
        {
            await call.RequestStream.WriteAsync(new UploadArtifactRequest { Header = new ArtifactHeader { Hash = hash, Size = size ?? content.Length } }, Cancelled);
            await call.RequestStream.WriteAsync(new UploadArtifactRequest { Chunk = ByteString.CopyFrom(content) }, Cancelled);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception)
        {
            // It was refused before everything was sent, and the connection may then throw any exception; the answer gives the reason.
        }

        return await call;
    }

    private static async Task<StatusCode> Refusal(Func<Task> call)
    {
        var e = await Assert.ThrowsAsync<RpcException>(call);
        Assert.NotEmpty(e.Status.Detail);
        return e.StatusCode;
    }
}
