// As the library under test, the tests use signals, Unix file modes and the Postgres server programs.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
