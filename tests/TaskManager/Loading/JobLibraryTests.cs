using System.Runtime.CompilerServices;
using Millrace.TaskManager.Loading;
using Millrace.Tests.Testing.Artifacts;

namespace Millrace.TaskManager.Tests.Loading;

/// <summary>The code that an artifact provides, and how long it stays loaded.</summary>
public sealed class JobLibraryTests : IDisposable
{
    private const string Empty = "public class OneJob : IStreamJob { public void Define(StreamEnvironment env, JobArguments args) { } }";

    private readonly TestArtifacts _artifacts = new();

    public void Dispose() => _artifacts.Dispose();

    [Fact]
    public void Two_versions_of_a_dependency_run_side_by_side()
    {
        var library = Library();
        var texts = new List<string>();
        for (var version = 1; version <= 2; version++)
        {
            var folder = _artifacts.NewFolder();
            var words = CompiledAssembly.In(
                folder, "Words", $$"""public static class Words { public static string Say() => "version {{version}}"; }""", version: $"{version}.0.0.0");
            CompiledAssembly.In(
                folder, "Job",
                """
                internal class SpeakingJob : IStreamJob
                {
                    public void Define(StreamEnvironment env, JobArguments args) { }
                    public override string ToString() => Words.Say() + " of " + typeof(Words).Assembly.GetName().Version;
                }
                """,
                [words]);
            texts.Add(library.Load(_artifacts.Add(folder), "").Create().ToString()!);
        }

        Assert.Equal(["version 1 of 1.0.0.0", "version 2 of 2.0.0.0"], texts);
        Assert.All(library.Loaded, a => Assert.Equal(["Job", "Words"], a.Assemblies));
    }

    [Fact]
    public void Code_is_loaded_once_and_shares_the_hosts_types()
    {
        var library = Library();
        var artifact = _artifacts.AddSource("public class OneJob : IStreamJob { public static int Made; public OneJob() => Made++; public void Define(StreamEnvironment env, JobArguments args) { } public override string ToString() => Made.ToString(); }");
        var code = library.Load(artifact, "OneJob");
        Assert.Same(code.Serializers, library.Load(artifact, "").Serializers);
        code.Create();
        Assert.Equal("2", library.Load(artifact, "").Create().ToString());
        Assert.True(Assert.Single(library.Loaded).Bytes > 0);
    }

    [Fact]
    public void A_damaged_cache_is_unpacked_again_and_a_whole_one_is_not()
    {
        var artifact = _artifacts.AddSource(Empty);
        var cache = Path.Combine(_artifacts.Folder, "cache");
        var dll = Path.Combine(cache, artifact, "Job.dll");
        new ArtifactCache(_artifacts.Store, cache).Get(artifact);
        var whole = File.ReadAllBytes(dll);
        File.SetLastWriteTimeUtc(dll, DateTime.UnixEpoch);
        new ArtifactCache(_artifacts.Store, cache).Get(artifact);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(dll));

        File.WriteAllBytes(dll, [.. whole.Reverse()]);
        var second = new ArtifactCache(_artifacts.Store, cache).Get(artifact);
        Assert.Equal(whole, File.ReadAllBytes(Path.Combine(second.Folder, "Job.dll")));
        Assert.Equal(second.Folder, new ArtifactCache(_artifacts.Store, cache).Get(artifact).Folder);

        File.WriteAllText(Path.Combine(second.Folder, "Planted.dll"), "");
        var third = new ArtifactCache(_artifacts.Store, cache).Get(artifact);
        Assert.False(File.Exists(Path.Combine(third.Folder, "Planted.dll")));
        Assert.Equal([artifact, $"{artifact}-1", $"{artifact}-2"], Directory.EnumerateDirectories(cache).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cache_whose_copies_are_all_damaged_is_an_error_that_says_what_to_do()
    {
        var artifact = _artifacts.AddSource(Empty);
        var cache = new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache"));
        for (var i = 0; i < 10; i++) File.WriteAllText(Path.Combine(cache.Get(artifact).Folder, "Planted.dll"), "");
        Assert.Contains("Delete them", Assert.Throws<IOException>(() => cache.Get(artifact)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_that_unpack_at_once_agree()
    {
        var artifact = _artifacts.AddSource(Empty);
        var cache = Path.Combine(_artifacts.Folder, "cache");
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => new ArtifactCache(_artifacts.Store, cache).Get(artifact), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Single(all.Distinct());
        Assert.Equal([Path.Combine(cache, artifact)], Directory.EnumerateDirectories(cache));
    }

    [Fact]
    public void Code_that_is_retired_goes_when_nothing_holds_it()
    {
        var library = Library(collectible: true);
        var artifact = _artifacts.AddSource(Empty);
        var pins = new List<IStreamJob>();
        UseAndRetire(library, artifact, pins);
        Assert.Equal(["Job"], After(() => library.Loaded.Count == 0, library)!.Assemblies);
        pins.Clear();
        Assert.Null(After(() => library.Loaded.Count == 0, library));
    }

    [Fact]
    public void Code_that_cannot_be_collected_stays_and_is_used_again()
    {
        var library = Library();
        var artifact = _artifacts.AddSource(Empty);
        UseAndRetire(library, artifact, []);
        var retired = Assert.Single(library.Loaded);
        Assert.Equal((true, false, 0), (retired.Retired, retired.Collectible, retired.Jobs.Count));
        using (library.Hold(artifact, "job-2")) Assert.Equal(["job-2"], Assert.Single(library.Loaded).Jobs);
        Assert.False(Assert.Single(library.Loaded).Retired);
        library.RetireOthers(new HashSet<string> { artifact });
        Assert.False(Assert.Single(library.Loaded).Retired);
        library.RetireOthers(new HashSet<string>());
        Assert.True(Assert.Single(library.Loaded).Retired);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseAndRetire(JobLibrary library, string artifact, List<IStreamJob> made)
    {
        using var hold = library.Hold(artifact, "job-1");
        made.Add(library.Load(artifact, "").Create());
        library.Retire(artifact);
        var loaded = Assert.Single(library.Loaded);
        Assert.Equal((false, "job-1"), (loaded.Retired, Assert.Single(loaded.Jobs)));
    }

    /// <summary>Returns what is loaded after at most ten garbage collections; they stop when a condition holds.</summary>
    private static Core.Control.LoadedArtifact? After(Func<bool> isEnough, JobLibrary library)
    {
        for (var i = 0; i < 10 && !isEnough(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return library.Loaded.Count == 0 ? null : library.Loaded[0];
    }

    private JobLibrary Library(bool collectible = false) => new(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")), collectible);
}
