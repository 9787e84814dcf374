namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>
/// Scripts that run a program with a folder on which a file system of a test's own is mounted: in a namespace that ends with the program, so that nothing
/// is left. Permissions do not restrict the superuser, as whom tests may run; file systems do.
/// </summary>
/// <param name="path">The folder, which exists.</param>
internal sealed class MountedFolder(string path)
{
    /// <summary>With the folder as it is, and read-only.</summary>
    public string ReadOnly => Script($"""mount --bind '{path}' '{path}' && mount -o remount,bind,ro '{path}' && exec "$@" """);

    /// <summary>With the folder on a disk that is full.</summary>
    public string Full => Script($"""{Disk} && {Fill}; exec "$@" """);

    /// <summary>With the folder, which has the content of another one, on a disk that is full.</summary>
    public string FullCopyOf(string folder) => Script($"""{Disk} && cp -a '{folder}/.' '{path}' && {Fill}; exec "$@" """);

    /// <summary>With the folder on a disk that is full until a line is written to the named pipe <see cref="Turn"/>.</summary>
    public string FullAtFirst => Script($"""{Disk} && mkfifo '{Turn}' && {Fill}; "$@" & program=$!; {AwaitTurn}; rm '{path}/filler'; wait $program""");

    /// <summary>
    /// With the folder on a disk that is filled when a line is written to the named pipe <see cref="Turn"/>, and has room again with the next one. Standard
    /// error says so.
    /// </summary>
    public string FullForAWhile => Script(
        $"""{Disk} && mkfifo '{Turn}'; "$@" & program=$!; {AwaitTurn}; {Fill}; echo 'the disk is full' >&2; {AwaitTurn}; rm '{path}/filler'; echo 'the disk has room' >&2; wait $program""");

    /// <summary>The named pipe on which a script waits for lines.</summary>
    public string Turn => path + "-turn";

    // A pipe that the writer of the previous line has not closed yet is at its end, and has no line.
    private string AwaitTurn => $"until read _ < '{Turn}'; do :; done";

    private string Disk => $"mount -t tmpfs -o size=4m none '{path}'";

    private string Fill => $"dd if=/dev/zero of='{path}/filler' bs=4k 2> /dev/null";

    /// <summary>Skips the test where no such namespace can be made, as in containers.</summary>
    public void SkipWhereItCannotBeMounted()
    {
        using var probe = ProcessRun.StartInShell(Full, "WordCount", ["--version"]);
        Assert.SkipUnless(probe.End.GetAwaiter().GetResult() == 0, "Nothing can be mounted here: " + probe.Error);
    }

    private static string Script(string script) => $"""exec unshare --mount --map-root-user /bin/sh -c "{script.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}" sh "$@" """;
}
