using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Millrace.Tests.Testing.Artifacts;

/// <summary>Compiles assemblies of jobs, as a user's project would.</summary>
public static class CompiledAssembly
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using Millrace;";

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(static () =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Compiles a source against the framework and the engine.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="name">Its simple name.</param>
    /// <param name="source">Its source.</param>
    /// <param name="references">Paths of other assemblies that it uses.</param>
    /// <param name="targetFramework">The target framework that it declares.</param>
    /// <param name="version">Its version.</param>
    /// <returns>Its path.</returns>
    public static string In(
        string folder, string name, string source, IEnumerable<string>? references = null, string targetFramework = ".NETCoreApp,Version=v10.0", string version = "1.0.0.0")
    {
        var attributes = $"""[assembly: System.Runtime.Versioning.TargetFramework("{targetFramework}")] [assembly: System.Reflection.AssemblyVersion("{version}")]""";
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(attributes), CSharpSyntaxTree.ParseText(source)],
            [.. (references ?? []).Select(static path => MetadataReference.CreateFromFile(path)), .. Framework.Value],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true, nullableContextOptions: NullableContextOptions.Enable));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}.dll");
        using var symbols = File.Create(Path.ChangeExtension(path, ".pdb"));
        using var assembly = File.Create(path);
        var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return result.Success ? path : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
