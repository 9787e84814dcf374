using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Millrace.Hosting.Artifacts;

/// <summary>The metadata of an assembly, read from its file without loading it.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="TargetFramework">Its target framework, such as <c>.NETCoreApp,Version=v10.0</c>; empty where it has none.</param>
public sealed record AssemblyHeader(string Name, string TargetFramework)
{
    /// <summary>The assemblies that its code references.</summary>
    public IReadOnlyList<AssemblyName> References { get; init; } = [];

    /// <summary>Reads a file; null where it is not a .NET assembly.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AssemblyHeader? Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Whether a file is a native library for Windows, which has no metadata.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static bool IsNative(string path)
    {
        using var file = File.OpenRead(path);
        try
        {
            using var portable = new PEReader(file);
            return !portable.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a file's content, seekable; null where it is not a .NET assembly.</summary>
    internal static AssemblyHeader? Read(Stream content)
    {
        try
        {
            using var portable = new PEReader(content, PEStreamOptions.LeaveOpen);
            if (!portable.HasMetadata) return null;
            var metadata = portable.GetMetadataReader();
            if (!metadata.IsAssembly) return null;
            var assembly = metadata.GetAssemblyDefinition();
            return new AssemblyHeader(metadata.GetString(assembly.Name), Framework(metadata, assembly))
            {
                References = [.. metadata.AssemblyReferences.Select(r => metadata.GetAssemblyReference(r).GetAssemblyName())],
            };
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Returns why this runtime cannot run the assembly, as the end of a sentence that starts with "it is"; null where it can.</summary>
    public string? WhyNotRunnable()
    {
        if (TargetFramework.Split(",Version=v") is not [var family, var text] || !Version.TryParse(text, out var version)) return null;
        var runtime = new Version(Environment.Version.Major, Environment.Version.Minor);
        return family switch
        {
            ".NETFramework" => $"built for .NET Framework {version}, and jobs run on .NET {runtime}: build it for net{runtime}",
            ".NETCoreApp" when version > runtime => $"built for .NET {version}, which is newer than the .NET {runtime} that jobs run on: build it for net{runtime}",
            ".NETCoreApp" or ".NETStandard" => null,
            _ => $"built for {family} {version}, and jobs run on .NET {runtime}: build it for net{runtime}",
        };
    }

    private static string Framework(MetadataReader metadata, AssemblyDefinition assembly)
    {
        foreach (var handle in assembly.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            if (!metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, "TargetFrameworkAttribute")) continue;
            var value = metadata.GetBlobReader(attribute.Value);
            return value.ReadUInt16() == 1 ? value.ReadSerializedString() ?? "" : "";
        }

        return "";
    }
}
