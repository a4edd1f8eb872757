using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace PathwayOrleans.Silo.Membership;

/// <summary>Members of Orleans that have no public setting or accessor.</summary>
internal static class OrleansMembers
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Assembly Runtime = typeof(SiloConnectionOptions).Assembly;

    /// <summary>A type of Orleans' runtime.</summary>
    internal static Type Type(string name) => Type(Runtime, name);

    /// <summary>A type of one of Orleans' assemblies.</summary>
    internal static Type Type(Assembly assembly, string name) => assembly.GetType(name) ?? throw Unknown(assembly, name);

    /// <summary>The service of an internal type.</summary>
    internal static object Service(IServiceProvider services, string type) => services.GetRequiredService(Type(type));

    internal static PropertyInfo Property(string type, string name) =>
        Property(Type(type), name);

    internal static PropertyInfo Property(Type type, string name) =>
        type.GetProperty(name, Instance) ?? throw Unknown(type.Assembly, $"{type.FullName}.{name}");

    internal static FieldInfo Field(string type, string name) =>
        Type(type).GetField(name, Instance) ?? throw Unknown(Runtime, $"{type}.{name}");

    private static NotSupportedException Unknown(Assembly assembly, string member) => new(
        $"Orleans has no {member} in this version ({assembly.FullName}). Use the version that this build was made for.");
}
