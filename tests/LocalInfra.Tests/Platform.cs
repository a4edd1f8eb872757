// Signals, Unix modes and Postgres' server programs: as the library under test.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
