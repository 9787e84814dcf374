using System.ComponentModel.DataAnnotations;
using Millrace.Hosting.Configuration;

namespace Millrace.Hosting.Security;

/// <summary>Which callers a process accepts, and how it calls others: the settings under <c>Security</c>.</summary>
public sealed class SecurityOptions : IValidatableObject
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Security";

    /// <summary>The key of the token outside of the section: <c>MILLRACE_TOKEN</c> in the environment.</summary>
    private const string TokenKey = "Token";

    private const int ShortestToken = 8;

    /// <value>The secret that every call carries, 8 characters or more; null where none is required.</value>
    public string? Token { get; set; }

    /// <value>A file with the secret, instead of <see cref="Token"/>.</value>
    public string? TokenFile { get; set; }

    /// <value>The certificate of this process (PEM or PFX), with which it serves TLS; null for plain text.</value>
    public string? Certificate { get; set; }

    /// <value>The private key of a PEM certificate; null where it is in the same file.</value>
    public string? CertificateKey { get; set; }

    /// <value>The password of the certificate's file; null where there is none.</value>
    public string? CertificatePassword { get; set; }

    /// <value>The authorities (PEM) whose certificates this process trusts when it calls others; null for those of the system.</value>
    public string? Authorities { get; set; }

    /// <value>The authorities (PEM) that must have issued a caller's certificate; null where none is required.</value>
    public string? ClientAuthorities { get; set; }

    /// <value>The certificate (PEM or PFX) that this process presents when it calls others; null for <see cref="Certificate"/>.</value>
    public string? ClientCertificate { get; set; }

    /// <value>The private key of a PEM client certificate; null where it is in the same file.</value>
    public string? ClientCertificateKey { get; set; }

    /// <summary>Whether callers must authenticate.</summary>
    public bool RequiresAuthentication => Token is not null || ClientAuthorities is not null;

    /// <summary>Whether this process serves TLS.</summary>
    public bool ServesTls => Certificate is not null;

    /// <summary>Returns the keys of a process with these options and its own.</summary>
    /// <param name="process">The class of the process's options.</param>
    public static SettingKeys KeysWith(Type process) => new SettingKeys(process).With(Section, typeof(SecurityOptions), TokenKey);

    /// <summary>Reads the options from settings, and the token from its file or from <c>MILLRACE_TOKEN</c>.</summary>
    /// <exception cref="InvalidSettingException">One is not valid.</exception>
    public static SecurityOptions Read(Microsoft.Extensions.Configuration.IConfiguration settings)
    {
        var options = Settings.Read<SecurityOptions>(settings, Section);
        if (options.TokenFile is { } file) options.Token = ReadToken(file);
        options.Token ??= settings[TokenKey] is { Length: > 0 } token ? token : null;
        if (options.Token is { } secret && (secret.Length < ShortestToken || secret.Any(static c => c is <= ' ' or > '~')))
            throw new InvalidSettingException("Security:Token", "***", $"a token has {ShortestToken} characters or more, of printable ASCII without blanks.");
        return options;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Token is not null && TokenFile is not null) yield return new("it is given in addition to Token; give only one of the two.", [nameof(TokenFile)]);
        if (CertificateKey is not null && Certificate is null) yield return new("it belongs to a certificate; give Certificate too.", [nameof(CertificateKey)]);
        if (ClientAuthorities is not null && Certificate is null)
            yield return new("client certificates are checked only with TLS; set Certificate too.", [nameof(ClientAuthorities)]);
        foreach (var (name, path) in new[] { (nameof(TokenFile), TokenFile), (nameof(Certificate), Certificate), (nameof(CertificateKey), CertificateKey), (nameof(Authorities), Authorities), (nameof(ClientAuthorities), ClientAuthorities), (nameof(ClientCertificate), ClientCertificate), (nameof(ClientCertificateKey), ClientCertificateKey) })
        {
            if (path is not null && !File.Exists(path)) yield return new("there is no such file; name one that this process can read.", [name]);
        }
    }

    /// <summary>Refuses an address that others can reach where callers need not authenticate.</summary>
    /// <exception cref="InvalidSettingException">It is such an address.</exception>
    public void RefusePublic(string key, ListenAddress address)
    {
        if (address.IsLoopback || RequiresAuthentication) return;
        throw new InvalidSettingException(
            key, address.Address, "anyone who can reach this address could run code here. Set a token (MILLRACE_TOKEN or --token-file) or ask for client certificates (Security:ClientAuthorities), or listen on 127.0.0.1.");
    }

    private static string ReadToken(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException("Security:TokenFile", file, $"it cannot be read ({e.Message})");
        }
    }
}
