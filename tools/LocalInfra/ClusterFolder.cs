using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// The folder of a Postgres cluster (data, log) and the exclusive lock on it: a lock on its file <c>owner</c>, which the system
/// releases when this process ends in any way.
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

    /// <summary>Whether a server runs in this folder, or was killed and could not clean up.</summary>
    internal bool MayHaveServer => File.Exists(Path.Combine(Data, "postmaster.pid"));

    private static string Clusters => Path.Combine(PathwayHome.Folder, "clusters");

    /// <summary>Creates a folder that is removed by <see cref="Delete"/> or by a later process.</summary>
    internal static async Task<ClusterFolder> CreateTemporaryAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Clusters);
        string name = TemporaryPrefix + Guid.NewGuid().ToString("n");

        // Locked under a hidden name, then renamed: other processes never see the folder unlocked.
        string hidden = Path.Combine(Clusters, "." + name);
        string visible = Path.Combine(Clusters, name);
        Directory.CreateDirectory(hidden);
        await PostgresAccount.OwnAsync(hidden, cancellation);
        FileStream claim = Lock(hidden, FileMode.CreateNew);
        Directory.Move(hidden, visible);
        return new ClusterFolder(visible, claim);
    }

    /// <summary>The first kept cluster of this name that no running process has locked.</summary>
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

    /// <summary>A given folder.</summary>
    /// <exception cref="InvalidOperationException">A running process has locked it, or it has other content.</exception>
    internal static async Task<ClusterFolder> ClaimAsync(string directory, CancellationToken cancellation)
    {
        string root = Path.GetFullPath(directory);
        if (Directory.Exists(root)
            && !File.Exists(Path.Combine(root, OwnerFile)) && Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new InvalidOperationException(
                $"'{root}' is not empty and is not a private Postgres cluster. Use another folder.");
        }

        ClusterFolder folder = await TryClaimAsync(root, cancellation) ?? throw new InvalidOperationException(
            $"The Postgres cluster in '{root}' is in use by process {Owner(root)}. Stop that process or use another folder.");
        RegisterElsewhere(root);
        return folder;
    }

    /// <summary>
    /// The folders of this user's clusters that no running process has locked and that need cleaning up.
    /// </summary>
    internal static IEnumerable<ClusterFolder> ClaimAbandoned() => ClaimAbandoned(Clusters);

    internal static IEnumerable<ClusterFolder> ClaimAbandoned(string clusters)
    {
        if (!Directory.Exists(clusters))
        {
            yield break;
        }

        foreach (FileSystemInfo entry in new DirectoryInfo(clusters).EnumerateFileSystemInfos())
        {
            string root = entry.LinkTarget ?? entry.FullName;
            if (!Directory.Exists(root))
            {
                // A link whose target no longer exists, or a folder that another process has deleted since the listing.
                File.Delete(entry.FullName);
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

            // If the recorded owner has ended, another process holds the lock for a moment to clean up after it.
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
            // In a second file: .NET cannot read a file that another process has locked.
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

    /// <summary>
    /// Adds a link to the folder of the clusters, so that a later process finds an abandoned cluster elsewhere.
    /// </summary>
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
