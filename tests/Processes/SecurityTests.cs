using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Configuration;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Protocol;
using Millrace.Hosting.Security;
using Millrace.JobManager.Composition;
using Millrace.TaskManager.Composition;

namespace Millrace.Processes.Tests;

/// <summary>Which callers are let in, over loopback connections.</summary>
public sealed class SecurityTests : IDisposable
{
    private const string Token = "a-long-secret";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("millrace-tls-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Where_there_is_a_token_every_call_but_those_of_health_needs_it()
    {
        await using var jobManager = await JobManagerFixture.Start(("Security:Token", Token));
        foreach (var wrong in new[] { null, "a-long-secreT", "a-long-secret2" })
        {
            using var client = jobManager.Client(wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/cluster", Cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics", Cancelled)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz", Cancelled)).StatusCode);
            using var channel = jobManager.Channel(new SecurityOptions { Token = wrong });
            var e = await Assert.ThrowsAsync<RpcException>(() => Describe(channel));
            Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
            Assert.Contains("MILLRACE_TOKEN", e.Status.Detail, StringComparison.Ordinal);
            await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancelled);
        }

        using var right = jobManager.Client(Token);
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("/v1/cluster", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("/metrics", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_task_manager_registers_with_the_token_only()
    {
        await using var jobManager = await JobManagerFixture.Start(("Security:Token", Token));
        await using var stranger = await TaskManagerFixture.Start(jobManager.Grpc, ("Id", "stranger"));
        await using var known = await TaskManagerFixture.Start(jobManager.Grpc, ("Id", "known"), ("Token", Token));
        Assert.StartsWith("joined known", await jobManager.Registry.Next(), StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = known.Http };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Tls_and_client_certificates_are_served_and_asked_for()
    {
        var (certificate, key) = Certify("server");
        var (other, otherKey) = Certify("other");
        (string, string?)[] tls = [("Security:Certificate", certificate), ("Security:CertificateKey", key), ("Security:ClientAuthorities", certificate), ("Security:Authorities", certificate)];
        await using var jobManager = await JobManagerFixture.Start(tls);
        Assert.Equal("https", jobManager.Grpc.Scheme);
        await using var taskManager = await TaskManagerFixture.Start(new Uri($"https://localhost:{jobManager.Grpc.Port}"), tls);
        await jobManager.Registry.Next("joined tm");
        // It trusts the server, but shows a certificate from another authority.
        using var stranger = Millrace.Hosting.Processes.ControlChannel.Create(
            new Uri($"https://localhost:{jobManager.Grpc.Port}"), new ClientSecurity(new SecurityOptions { Authorities = certificate, ClientCertificate = other, ClientCertificateKey = otherKey }));
        await Assert.ThrowsAsync<RpcException>(() => Describe(stranger));
        // It shows the right certificate, but trusts another authority.
        using var distrustful = Millrace.Hosting.Processes.ControlChannel.Create(
            new Uri($"https://localhost:{jobManager.Grpc.Port}"), new ClientSecurity(new SecurityOptions { Authorities = other, ClientCertificate = certificate, ClientCertificateKey = key }));
        await Assert.ThrowsAsync<RpcException>(() => Describe(distrustful));
    }

    [Theory]
    [InlineData("GrpcAddress", "0.0.0.0:0")]
    [InlineData("HttpAddress", "*:0")]
    public void A_public_address_without_a_token_is_refused_with_what_to_do(string key, string address)
    {
        var settings = Settings(("Storage", "file://" + _folder.FullName), (key, address));
        var e = Assert.Throws<InvalidSettingException>(() => JobManagerProcess.Build(settings, Millrace.Hosting.Configuration.Settings.Read<JobManagerOptions>(settings)));
        Assert.StartsWith($"{key} = '0.0.0.0': ", e.Message, StringComparison.Ordinal);
        Assert.Contains("MILLRACE_TOKEN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_that_of_a_task_manager()
    {
        var settings = Settings(("Address", "0.0.0.0"));
        Assert.Throws<InvalidSettingException>(() => TaskManagerProcess.Build(settings, Millrace.Hosting.Configuration.Settings.Read<TaskManagerOptions>(settings)));
        var secured = Settings(("Address", "0.0.0.0"), ("Security:Token", Token));
        TaskManagerProcess.Build(secured, Millrace.Hosting.Configuration.Settings.Read<TaskManagerOptions>(secured));
    }

    [Theory]
    [InlineData("Security:Token", "short", "8 characters")]
    [InlineData("Security:TokenFile", "/nowhere", "no such file")]
    [InlineData("Security:CertificateKey", "/etc/hostname", "give Certificate too")]
    public void Wrong_settings_are_named(string key, string value, string expected)
    {
        var e = Assert.Throws<InvalidSettingException>(() => SecurityOptions.Read(Settings((key, value))));
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_read_from_its_file_and_a_certificate_must_be_one()
    {
        var file = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(file, Token + "\n");
        Assert.Equal(Token, SecurityOptions.Read(Settings(("Security:TokenFile", file))).Token);
        var e = Assert.Throws<InvalidSettingException>(() => new ServerSecurity(new SecurityOptions { Certificate = file }));
        Assert.Contains("Security:Certificate", e.Message, StringComparison.Ordinal);
    }

    private static async Task Describe(ChannelBase channel) =>
        await new Cluster.ClusterClient(channel).DescribeAsync(new DescribeClusterRequest(), cancellationToken: Cancelled);

    private static IConfigurationRoot Settings(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static v => KeyValuePair.Create<string, string?>(v.Key, v.Value))).Build();

    /// <summary>Creates a self-signed certificate.</summary>
    private (string Certificate, string Key) Certify(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificatePath, keyPath) = (Path.Combine(_folder.FullName, name + ".pem"), Path.Combine(_folder.FullName, name + ".key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
