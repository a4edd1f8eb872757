using System.Reflection.PortableExecutable;

namespace PathwayOrleans.Silo.Tests.Hosting;

/// <summary>The assemblies that a start runs contain native code (ReadyToRun.targets).</summary>
public sealed class NativeCodeTests
{
    [Theory]
    [InlineData("PathwayOrleans.Silo")]
    [InlineData("PathwayOrleans.Storage")]
    [InlineData("Orleans.Runtime")]
    [InlineData("Npgsql")]
    public void Assemblies_of_a_start_have_native_code(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        using var assembly = new PEReader(file);

        Assert.NotEqual(0, assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }
}
