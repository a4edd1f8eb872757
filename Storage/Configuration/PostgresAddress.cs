using Npgsql;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>Parses a Postgres address, given as a URL or in Npgsql's keyword format.</summary>
internal static class PostgresAddress
{
    private const string GssKeyword = "GSS Encryption Mode";
    private const string ReadWrite = "read-write";

    /// <summary>Describes what is wrong with an address, without its password; null if it is valid.</summary>
    public static string? Problem(string? address)
    {
        try
        {
            NpgsqlConnectionStringBuilder parsed = Parse(address ?? "");
            return string.IsNullOrEmpty(parsed.Host)
                ? "has no host; it must be like postgresql://user:password@host:5432/database."
                : null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Parses <c>postgresql://…</c> or Npgsql's <c>Host=…;…</c> into connection settings. GSS (Kerberos) encryption is
    /// disabled unless the address enables it: Npgsql would try it first for each connection, which needs a library that
    /// small images do not have, and the runtime would write an error to standard error. Of several hosts, the first is used that
    /// accepts writes, unless the address says otherwise: a commit on a standby would fail.
    /// </summary>
    /// <exception cref="ArgumentException">The address is invalid; the message never contains a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        NpgsqlConnectionStringBuilder settings = PostgresUrl.Is(address) ? PostgresUrl.Parse(address) : ParseKeywords(address);
        if (!settings.ShouldSerialize(GssKeyword))
        {
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true && settings.TargetSessionAttributes is null)
        {
            settings.TargetSessionAttributes = ReadWrite;
        }

        return settings;
    }

    private static NpgsqlConnectionStringBuilder ParseKeywords(string address)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(address);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Npgsql's message contains the unknown keyword, which may be the part of a password after a ';'.
            throw new ArgumentException(
                "is invalid; it must be like postgresql://user:password@host:5432/database or " +
                "Host=…;Database=…;Username=…;Password=…. It has an unknown keyword or an invalid value; " +
                "values that contain ';' or '=' must be quoted.",
                e);
        }
    }
}
