using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Millrace.Cli.Tests.Fakes;

/// <summary>An unknown certificate authority, with a loopback certificate that it has signed.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(30);

    private readonly X509Certificate2 _authority;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=millrace test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(From, Until);
        Loopback = Sign();
    }

    /// <value>The loopback certificate, with its private key.</value>
    public X509Certificate2 Loopback { get; }

    /// <value>The authority, without its private key.</value>
    public string Pem => _authority.ExportCertificatePem();

    public void Dispose()
    {
        Loopback.Dispose();
        _authority.Dispose();
    }

    private X509Certificate2 Sign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=loopback", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, From, Until.AddDays(-1), [1, 2, 3, 4]);
        return signed.CopyWithPrivateKey(key);
    }
}
