using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Storage;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

/// <summary>The ways in which a process proves to Azure Blob Storage who it is.</summary>
public sealed class AzureCredentialTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    public async Task A_shared_access_signature_of_a_container_is_enough(string before)
    {
        var server = await AzuriteServer.GetAsync();
        var container = await server.CreateContainerAsync();
        var rights = BlobContainerSasPermissions.Read | BlobContainerSasPermissions.Write | BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Delete | BlobContainerSasPermissions.List;
        var signed = new BlobContainerClient(server.ConnectionString, container).GenerateSasUri(rights, DateTimeOffset.UtcNow.AddHours(1));
        var options = new AzureStorageOptions { SasToken = before + signed.Query[1..], Endpoint = server.Address.ToString() };
        await UseAsync(new BlobStores(options).Open(Uri(container)));

        var other = Uri(await server.CreateContainerAsync());
        var none = await Assert.ThrowsAsync<StorageNotConfiguredException>(() => new BlobStores(options).Open(other).PutAsync("a", new byte[] { 1 }, Cancellation));
        Assert.Contains("refuses the credential", none.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", none.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_of_the_process_signs_requests_over_https()
    {
        var folder = Directory.CreateTempSubdirectory("millrace-test-");
        using var key = RSA.Create(2048);
        using var certificate = Certificate(key);
        var (certificateFile, keyFile) = (Path.Combine(folder.FullName, "certificate.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), Cancellation);
        var server = await AzuriteServer.StartAsync("--oauth", "basic", "--cert", certificateFile, "--key", keyFile);
        try
        {
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
            var options = new AzureStorageOptions { Endpoint = server.Address.ToString() };
            var uri = Uri("state");
            await new AzureContainers(options, new HttpClientTransport(handler), new TestCredential("https://storage.azure.com")).Of(uri).CreateAsync(cancellationToken: Cancellation);
            await UseAsync(new AzureBlobStore(new AzureContainers(options, new HttpClientTransport(handler), new TestCredential("https://storage.azure.com")).Of(uri), uri));

            var stranger = new AzureBlobStore(new AzureContainers(options, new HttpClientTransport(handler), new TestCredential("https://elsewhere")).Of(uri), uri);
            await Assert.ThrowsAsync<StorageNotConfiguredException>(() => stranger.PutAsync("a", new byte[] { 1 }, Cancellation));
        }
        finally
        {
            server.Stop();
            folder.Delete(recursive: true);
        }
    }

    private static StorageUri Uri(string container) => StorageUri.TryParse($"azure://{AzuriteServer.Account}/{container}")!;

    private static async Task UseAsync(IBlobStore store)
    {
        await store.PutAsync("job/blobs/a", new byte[] { 1, 2 }, Cancellation);
        Assert.Equal([1, 2], await store.ReadAsync("job/blobs/a", Cancellation));
        Assert.NotNull(await store.TrySwapAsync("job/head", null, new byte[] { 3 }, Cancellation));
        Assert.Equal(["job/blobs/a", "job/head"], store.ListAllAsync("", Cancellation).ToBlockingEnumerable(Cancellation).Select(static i => i.Name).Order(StringComparer.Ordinal));
        await store.DeleteAsync("job/blobs/a", Cancellation);
        Assert.Null(await store.FindLengthAsync("job/blobs/a", Cancellation));
    }

    private static X509Certificate2 Certificate(RSA key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    /// <summary>Gives out tokens of its own, of which the emulator checks issuer, audience and times.</summary>
    private sealed class TestCredential(string audience) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var now = DateTimeOffset.UtcNow;
            var claims = $$"""{"iss":"https://sts.windows.net/tests/","aud":"{{audience}}","nbf":{{now.AddMinutes(-5).ToUnixTimeSeconds()}},"iat":{{now.AddMinutes(-5).ToUnixTimeSeconds()}},"exp":{{now.AddHours(1).ToUnixTimeSeconds()}}}""";
            return new AccessToken(string.Join('.', new[] { """{"alg":"HS256","typ":"JWT"}""", claims, "signature" }.Select(static p => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(p)))), now.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
