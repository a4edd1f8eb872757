using System.Globalization;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>
/// A clock that is wrong for one process, with libfaketime. As when the clock of a host is set, timers that measure elapsed time
/// are not affected.
/// </summary>
internal sealed class FakeClock : IDisposable
{
    // Where Debian, Ubuntu, Fedora and Arch have it.
    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib64/faketime/libfaketime.so.1",
        "/usr/lib/faketime/libfaketime.so.1",
    ];

    private readonly string _offset = Path.Combine(Path.GetTempPath(), $"pathway-test-{Guid.NewGuid():n}.faketime");
    private readonly string _library;

    private FakeClock(string library) => _library = library;

    /// <summary>The environment of a process that has this clock.</summary>
    internal (string Key, string Value)[] Environment =>
    [
        ("LD_PRELOAD", _library),
        ("FAKETIME_TIMESTAMP_FILE", _offset),
        ("FAKETIME_CACHE_DURATION", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];

    /// <summary>Creates a clock. Skips the test if libfaketime is not installed.</summary>
    internal static FakeClock Create(TimeSpan ahead)
    {
        string? library = Array.Find(Libraries, File.Exists);
        Assert.SkipWhen(library is null, "libfaketime is not installed; tests/Silo.Tests/Tools/prepare installs it.");
        var clock = new FakeClock(library!);
        clock.Set(ahead);
        return clock;
    }

    /// <summary>Sets the clock of the running process.</summary>
    internal void Set(TimeSpan ahead)
    {
        // Moved into place, because the process can read it at any time.
        string next = $"{_offset}.next";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(next, _offset, overwrite: true);
    }

    public void Dispose() => File.Delete(_offset);
}
