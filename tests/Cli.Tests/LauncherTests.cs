using System.Diagnostics;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Cli.Tests;

/// <summary>
/// The script <c>pathway</c>, with a program in place of the SDK that builds an empty file and shows what is run.
/// </summary>
public sealed class LauncherTests : IDisposable
{
    private const string Sdk = """
        #!/bin/sh
        case $1 in
          --version) echo 10.0.100 ;;
          --list-sdks) echo "10.0.100 [/nowhere]" ;;
          build) mkdir -p Cli/bin/Release/net10.0 && : >Cli/bin/Release/net10.0/PathwayOrleans.Cli.dll ;;
          *) echo "ran $*, home $HOME" ;;
        esac
        """;

    private readonly FolderForTests _folder = new();

    public LauncherTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The script is for a Unix shell.");
        File.Copy(RepositoryFolder.PathOf("pathway"), _folder.PathOf("pathway"));
        Directory.CreateDirectory(_folder.PathOf("sdk"));
        MakeExecutable(_folder.Write("sdk/dotnet", Sdk));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_can_be_started_through_a_symbolic_link()
    {
        Directory.CreateDirectory(_folder.PathOf("links"));
        File.CreateSymbolicLink(_folder.PathOf("links/pathway"), _folder.PathOf("pathway"));
        (int code, string output) = await RunAsync("links/pathway", home: _folder.PathOf("sdk"));
        string dll = _folder.PathOf("Cli/bin/Release/net10.0/PathwayOrleans.Cli.dll");
        Assert.Equal((0, $"ran {dll} wait, home {_folder.PathOf("sdk")}"), (code, output));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/nowhere")]
    public async Task Without_a_home_folder_it_uses_one_of_its_own(string? home)
    {
        (int code, string output) = await RunAsync("pathway", home);
        Assert.Equal(0, code);
        Assert.EndsWith($", home {_folder.PathOf(".pathway/home")}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named()
    {
        _folder.Write(".pathway", "not a folder");
        (int code, string output) = await RunAsync("pathway", home: _folder.PathOf("sdk"));
        Assert.Equal(1, code);
        Assert.StartsWith($"pathway: {_folder.PathOf(".pathway")} cannot be written to.", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> RunAsync(string script, string? home)
    {
        var start = new ProcessStartInfo("bash", [_folder.PathOf(script), "wait"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder.PathOf("sdk")}:{start.Environment["PATH"]}";
        start.Environment.Remove("HOME");
        if (home is not null)
        {
            start.Environment["HOME"] = home;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (process.ExitCode == 0 ? output : await errors).Trim());
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
