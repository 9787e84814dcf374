using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Millrace.Cli.Parsing;

namespace Millrace.Cli.Connecting;

/// <summary>The job manager's address and the caller's credentials: options of every command, and their environment variables.</summary>
internal sealed class ConnectionOptions
{
    private const string UrlVariable = "MILLRACE_JOBMANAGER";
    private const string TokenVariable = "MILLRACE_TOKEN";
    private const string DefaultUrl = "http://127.0.0.1:6123";

    private readonly Terminal _terminal;

    private readonly Option<string?> _url = Values.Option<string?>(
        "--jobmanager", "URL", $"The job manager's gRPC address; of several job managers, one or more, separated by commas (default: that in {UrlVariable}, or {DefaultUrl}).", Values.NotEmpty);

    private readonly Option<string?> _tokenFile = Values.Option<string?>(
        "--token-file", "PATH", $"File with the token that the cluster asks for (default: the token itself in {TokenVariable}, or none).", Values.NotEmpty);

    private readonly Option<string?> _caFile = Values.Option<string?>(
        "--ca-file", "PATH", "PEM file with the authorities that may have signed the job manager's certificate, with https (default: those of the system).", Values.NotEmpty);

    public ConnectionOptions(Terminal terminal)
    {
        _terminal = terminal;
        foreach (var option in All) option.Recursive = true;
    }

    public IReadOnlyList<Option> All => [_url, _tokenFile, _caFile];

    /// <summary>Reads the options, and finds the job manager that leads.</summary>
    /// <exception cref="CommandException">An option is invalid.</exception>
    public Task<JobManagerConnection> ConnectAsync(ParseResult parsed, CancellationToken interrupted)
    {
        var urls = Urls(parsed);
        var caFile = parsed.GetValue(_caFile);
        if (caFile is not null && urls.FirstOrDefault(static u => u.Scheme != Uri.UriSchemeHttps) is { } plain)
            throw CommandException.BadInput($"--ca-file is for https, but the job manager's URL is {plain.OriginalString}; give an https URL, or leave the option out.");
        var (token, authorities) = (Token(parsed), caFile is null ? null : Authorities(caFile));
        return new LeaderSearch(url => new JobManagerConnection(url, token, authorities), urls, TimeProvider.System).FindAsync(interrupted);
    }

    private IReadOnlyList<Uri> Urls(ParseResult parsed)
    {
        var (source, text) = parsed.GetValue(_url) is { } given ? ("--jobmanager", given)
            : _terminal.Variable(UrlVariable) is { Length: > 0 } set ? (UrlVariable, set)
            : ("the default", DefaultUrl);
        var urls = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return urls.Length > 0 ? [.. urls.Select(u => Url(source, u))] : [Url(source, text)];
    }

    private static Uri Url(string source, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw CommandException.BadInput($"{source}: '{text}' is not the URL of a job manager, such as {DefaultUrl}.");

    private string? Token(ParseResult parsed)
    {
        var (source, text) = parsed.GetValue(_tokenFile) is { } file
            ? ($"--token-file {file}", Read("--token-file", file))
            : (TokenVariable, _terminal.Variable(TokenVariable));
        var token = text?.Trim();
        if (token is "" && source == TokenVariable) return null;
        return token is "" || token?.Any(c => c is < '!' or > '~') == true
            ? throw CommandException.BadInput($"{source}: this is not a token; a token is one word of visible ASCII characters.")
            : token;
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var pem = Read("--ca-file", file);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw CommandException.BadInput($"--ca-file {file}: {e.Message}");
        }

        return authorities.Count > 0
            ? authorities
            : throw CommandException.BadInput($"--ca-file {file}: it contains no certificate; give a PEM file with at least one.");
    }

    private static string Read(string option, string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{option} {file}: {e.Message}");
        }
    }
}
