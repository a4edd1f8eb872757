using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PathwayOrleans.Architecture.Tests;

/// <summary>The types that a built assembly declares and uses, by their full names.</summary>
/// <param name="Project">The name of its project.</param>
internal sealed record AssemblyTypes(string Project)
{
    /// <summary>
    /// Its public types that are not nested, each with the types that its own declaration and its public and protected members
    /// name.
    /// </summary>
    internal IReadOnlyDictionary<string, IReadOnlySet<string>> Public { get; init; } =
        new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>The types of other assemblies that it uses.</summary>
    internal IReadOnlySet<string> Used { get; init; } = new HashSet<string>();

    /// <summary>The projects that see its internal types.</summary>
    internal IReadOnlyList<string> Friends { get; init; } = [];

    /// <summary>Reads the assembly of a project. It is not loaded.</summary>
    internal static AssemblyTypes Read(ProjectFile project, string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        return new AssemblyTypes(project.Name)
        {
            Public = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .ToDictionary(type => NamedTypes.NameOf(metadata, type), type => NamedTypes.NamedBy(metadata, type)),
            Used = metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => NamedTypes.NameOf(metadata, type)).ToHashSet(),
            Friends = project.Friends,
        };
    }
}
