using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// A cluster's folder (data, log) and our claim to it: an exclusive lock on its file <c>owner</c>, which the
/// system takes back when our process ends, however it ends.
/// </summary>
internal sealed class ClusterFolder : IDisposable
{
    private const string TemporaryPrefix = "temporary-";
    private const string OwnerFile = "owner";
    private const string OwnerIdFile = "owner.pid";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _claim;

    private ClusterFolder(string root, FileStream claim)
    {
        Root = root;
        _claim = claim;
    }

    internal string Root { get; }

    internal string Data => Path.Combine(Root, "data");

    internal string Log => Path.Combine(Root, "server.log");

    internal bool Temporary => Path.GetFileName(Root).StartsWith(TemporaryPrefix, StringComparison.Ordinal);

    /// <summary>True while a server runs here, or one was killed and could not clean up.</summary>
    internal bool MayHaveServer => File.Exists(Path.Combine(Data, "postmaster.pid"));

    private static string Clusters => Path.Combine(PathwayHome.Folder, "clusters");

    /// <summary>A new folder that <see cref="Delete"/>, or a later process, removes.</summary>
    internal static async Task<ClusterFolder> CreateTemporaryAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Clusters);
        string name = TemporaryPrefix + Guid.NewGuid().ToString("n");

        // Claimed under a name that nobody looks at, then renamed: others never see it unclaimed.
        string hidden = Path.Combine(Clusters, "." + name);
        string visible = Path.Combine(Clusters, name);
        Directory.CreateDirectory(hidden);
        await PostgresAccount.OwnAsync(hidden, cancellation);
        FileStream claim = Lock(hidden, FileMode.CreateNew);
        Directory.Move(hidden, visible);
        return new ClusterFolder(visible, claim);
    }

    /// <summary>The first kept cluster of this name that no living process has.</summary>
    internal static async Task<ClusterFolder> ClaimNamedAsync(string name, int majorVersion, CancellationToken cancellation)
    {
        for (int number = 1; ; number++)
        {
            string suffix = number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}");
            string root = Path.Combine(Clusters, string.Create(CultureInfo.InvariantCulture, $"{name}{suffix}-pg{majorVersion}"));
            if (await TryClaimAsync(root, cancellation) is { } folder)
            {
                return folder;
            }
        }
    }

    /// <summary>A folder of the caller's choice.</summary>
    /// <exception cref="InvalidOperationException">A living process has it, or it holds something else.</exception>
    internal static async Task<ClusterFolder> ClaimAsync(string directory, CancellationToken cancellation)
    {
        string root = Path.GetFullPath(directory);
        if (Directory.Exists(root) && !File.Exists(Path.Combine(root, OwnerFile)) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new InvalidOperationException($"'{root}' is not empty and holds no private Postgres cluster: name another folder.");
        }

        ClusterFolder folder = await TryClaimAsync(root, cancellation) ?? throw new InvalidOperationException(
            $"The Postgres cluster in '{root}' is in use by process {Owner(root)}: stop that process or name another folder.");
        RegisterElsewhere(root);
        return folder;
    }

    /// <summary>The folders of this user's clusters that are left behind: nobody has them, but something is to be cleaned up.</summary>
    internal static IEnumerable<ClusterFolder> ClaimAbandoned()
    {
        if (!Directory.Exists(Clusters))
        {
            yield break;
        }

        foreach (FileSystemInfo entry in new DirectoryInfo(Clusters).EnumerateFileSystemInfos())
        {
            string root = entry.LinkTarget ?? entry.FullName;
            if (!Directory.Exists(root))
            {
                // A link to a folder that is gone.
                entry.Delete();
            }
            else if (!entry.Name.StartsWith('.') && TryLock(root, FileMode.Open) is { } claim)
            {
                ClusterFolder folder = new(root, claim);
                if (folder.Temporary || folder.MayHaveServer)
                {
                    yield return folder;
                }

                folder.Dispose();
            }
        }
    }

    internal void Delete() => Directory.Delete(Root, recursive: true);

    public void Dispose() => _claim.Dispose();

    private static async Task<ClusterFolder?> TryClaimAsync(string root, CancellationToken cancellation)
    {
        Directory.CreateDirectory(root);
        await PostgresAccount.OwnAsync(root, cancellation);
        for (TimeSpan waited = TimeSpan.Zero; ; waited += PollInterval)
        {
            if (TryLock(root, FileMode.OpenOrCreate) is { } claim)
            {
                return new ClusterFolder(root, claim);
            }

            // A lock whose recorded owner is gone is held for a moment by a process that cleans up after that owner.
            if (IsAlive(Owner(root)) || waited > Patience)
            {
                return null;
            }

            await Task.Delay(PollInterval, cancellation);
        }
    }

    private static FileStream? TryLock(string root, FileMode mode)
    {
        try
        {
            return Lock(root, mode);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Lock(string root, FileMode mode)
    {
        FileStream claim = new(Path.Combine(root, OwnerFile), mode, FileAccess.ReadWrite, FileShare.None);
        if (mode != FileMode.Open)
        {
            // Beside the locked file: .NET does not even read a file that another process has locked.
            File.WriteAllText(Path.Combine(root, OwnerIdFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }

        return claim;
    }

    private static int Owner(string root)
    {
        string file = Path.Combine(root, OwnerIdFile);
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out int id) ? id : 0;
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A link among our clusters, so that any later process finds what is left behind there.</summary>
    private static void RegisterElsewhere(string root)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16];
        string link = Path.Combine(Clusters, "at-" + hash);
        Directory.CreateDirectory(Clusters);
        if (!Path.Exists(link) && Path.GetDirectoryName(root) != Clusters)
        {
            File.Delete(link);
            Directory.CreateSymbolicLink(link, root);
        }
    }
}
