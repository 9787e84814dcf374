using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Millrace.Documentation.Tests;

/// <summary>
/// A block of C#, compiled as a reader would: one that starts with <c>using</c> is a whole program, and gets the SDK's implicit usings; any
/// other is part of a job or a test, and also gets the namespaces and <see cref="Given"/>.
/// </summary>
internal sealed class CompiledSnippet
{
    private const string Implicit =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private const string OfPieces =
        "global using Millrace; global using Millrace.Connectors.Files; global using Millrace.Local; global using Millrace.Testing; global using WordCount; global using Xunit; global using Millrace.Documentation.Tests; global using static Millrace.Documentation.Tests.Given;";

    /// <summary>An example need not use everything that it shows.</summary>
    private static readonly string[] s_allowed = ["CS0168", "CS0169", "CS0219", "CS0649", "CS8321"];

    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(static () =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))]);

    private readonly CSharpCompilation _compilation;

    public CompiledSnippet(Snippet snippet)
    {
        var tree = CSharpSyntaxTree.ParseText($"#line {snippet.Line} \"{snippet.File}\"\n{snippet.Code}");
        var root = tree.GetCompilationUnitRoot();
        var isProgram = root.Usings.Count > 0;
        var hasStatements = root.Members.OfType<GlobalStatementSyntax>().Any();
        IsTest = !isProgram && hasStatements && snippet.Code.Contains("Assert.", StringComparison.Ordinal);
        _compilation = CSharpCompilation.Create(
            "Snippet",
            [tree, CSharpSyntaxTree.ParseText(isProgram ? Implicit : Implicit + OfPieces)],
            s_references.Value,
            new CSharpCompilationOptions(
                hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Whether it contains an assertion, so that it can be run.</summary>
    public bool IsTest { get; }

    /// <summary>The compiler's messages, with file and line of the page; including warnings.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. _compilation.GetDiagnostics()
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning && !s_allowed.Contains(d.Id))
            .Select(static d => $"{d.Location.GetMappedLineSpan().Path}:{d.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {d.Id} {d.GetMessage()}"),
    ];

    /// <summary>Runs a test's statements; their exceptions are thrown.</summary>
    public async Task Run()
    {
        using var assembly = new MemoryStream();
        Assert.True(_compilation.Emit(assembly).Success);
        assembly.Position = 0;
        var main = new AssemblyLoadContext("snippet", isCollectible: false).LoadFromStream(assembly).EntryPoint!;
        if (main.Invoke(null, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null) is Task task) await task;
    }
}
