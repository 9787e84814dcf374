using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Millrace.Hosting.Security;

/// <summary>Decides which callers a process accepts.</summary>
public sealed class ServerSecurity
{
    private readonly byte[]? _expected;
    private readonly X509Certificate2? _certificate;
    private readonly X509Certificate2Collection? _authorities;

    /// <param name="options">The settings.</param>
    /// <exception cref="Configuration.InvalidSettingException">A certificate cannot be read.</exception>
    public ServerSecurity(SecurityOptions options)
    {
        if (options.Token is { } token) _expected = Digest($"Bearer {token}");
        if (options.Certificate is { } own) _certificate = Certificates.Read("Security:Certificate", own, options.CertificateKey, options.CertificatePassword);
        if (options.ClientAuthorities is { } authorities) _authorities = Certificates.ReadAuthorities("Security:ClientAuthorities", authorities);
    }

    /// <summary>Whether calls are served over TLS.</summary>
    public bool ServesTls => _certificate is not null;

    /// <summary>Whether the value of an authorization header is accepted; takes constant time.</summary>
    public bool LetsIn(string? authorization) => _expected is null || CryptographicOperations.FixedTimeEquals(Digest(authorization ?? ""), _expected);

    /// <summary>Configures TLS, where it is served.</summary>
    public void Configure(ListenOptions listen)
    {
        if (_certificate is null) return;
        listen.UseHttps(https =>
        {
            https.ServerCertificate = _certificate;
            if (_authorities is not { } authorities) return;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, chain, _) => Certificates.IsOf(authorities, certificate, chain);
        });
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
