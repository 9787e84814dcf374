using System.Security.Cryptography.X509Certificates;

namespace Millrace.Hosting.Security;

/// <summary>The credentials of a process as a client, and its validation of servers.</summary>
public sealed class ClientSecurity
{
    private readonly X509Certificate2? _certificate;
    private readonly X509Certificate2Collection? _authorities;

    /// <param name="options">The settings.</param>
    /// <exception cref="Configuration.InvalidSettingException">A certificate cannot be read.</exception>
    public ClientSecurity(SecurityOptions options)
    {
        Token = options.Token;
        if (options.Authorities is { } authorities) _authorities = Certificates.ReadAuthorities("Security:Authorities", authorities);
        if (options.ClientCertificate is { } own) _certificate = Certificates.Read("Security:ClientCertificate", own, options.ClientCertificateKey, options.CertificatePassword);
        else if (options.Certificate is { } server) _certificate = Certificates.Read("Security:Certificate", server, options.CertificateKey, options.CertificatePassword);
    }

    /// <summary>The token that every call carries; null where there is none.</summary>
    public string? Token { get; }

    /// <summary>Configures TLS.</summary>
    public void Configure(SocketsHttpHandler handler)
    {
        if (_certificate is not null) handler.SslOptions.ClientCertificates = [_certificate];
        if (_authorities is not null) handler.SslOptions.RemoteCertificateValidationCallback = Certificates.ValidationBy(_authorities);
    }
}
