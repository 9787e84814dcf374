using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Millrace.Hosting.Configuration;

namespace Millrace.Hosting.Security;

/// <summary>Loads the certificates that settings name.</summary>
internal static class Certificates
{
    /// <summary>Reads a certificate with its private key.</summary>
    /// <exception cref="InvalidSettingException">It cannot be read, or has no private key.</exception>
    public static X509Certificate2 Read(string setting, string path, string? key, string? password)
    {
        try
        {
            var certificate = Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : password is null ? X509Certificate2.CreateFromPemFile(path, key) : X509Certificate2.CreateFromEncryptedPemFile(path, password, key);
            return certificate.HasPrivateKey ? certificate : throw new InvalidSettingException(setting, path, "it has no private key; name the key's file too.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(setting, path, $"it cannot be read ({e.Message}) Name a PEM file with its key, or a PFX file with its password.");
        }
    }

    /// <summary>Reads the certificates of authorities.</summary>
    /// <exception cref="InvalidSettingException">They cannot be read.</exception>
    public static X509Certificate2Collection ReadAuthorities(string setting, string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(setting, path, $"it cannot be read ({e.Message})");
        }

        return authorities.Count > 0 ? authorities : throw new InvalidSettingException(setting, path, "it contains no certificate; give a PEM file.");
    }

    /// <summary>Whether a certificate was issued by one of the authorities, is valid now, and is for this use.</summary>
    public static bool IsOf(X509Certificate2Collection authorities, X509Certificate2 certificate, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>()) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }

    /// <summary>Validates a server's certificate by our authorities; its name must match as usual.</summary>
    public static RemoteCertificateValidationCallback ValidationBy(X509Certificate2Collection authorities) => (_, certificate, chain, errors) =>
        certificate is X509Certificate2 shown && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && IsOf(authorities, shown, chain);
}
