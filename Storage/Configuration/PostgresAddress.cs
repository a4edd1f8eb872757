using Npgsql;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>Parses a Postgres address, given as a URL or in Npgsql's keyword format.</summary>
internal static class PostgresAddress
{
    private const int DefaultPort = 5432;
    private const string GssKeyword = "GSS Encryption Mode";

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
    /// small images do not have, and the runtime would write an error to standard error.
    /// </summary>
    /// <exception cref="ArgumentException">The address is invalid; the message never contains a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        bool isUrl = address.StartsWith("postgres://", StringComparison.Ordinal)
            || address.StartsWith("postgresql://", StringComparison.Ordinal);
        NpgsqlConnectionStringBuilder settings = isUrl ? ParseUrl(address) : ParseKeywords(address);
        if (!settings.ShouldSerialize(GssKeyword))
        {
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        return settings;
    }

    private static NpgsqlConnectionStringBuilder ParseUrl(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            throw new ArgumentException(
                "is not a valid URL; it must be like postgresql://user:password@host:5432/database. " +
                "Percent-encode special characters in the password.");
        }

        string[] credentials = uri.UserInfo.Split(':', 2);
        string database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : DefaultPort,
            Username = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : null,
            Password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : null,
            Database = database.Length > 0 ? database : null,
        };
        foreach (string parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = parameter.Split('=', 2);
            SetParameter(builder, parts[0], Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : ""));
        }

        return builder;
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

    // The parameter names of libpq, which are usual in URLs.
    private static void SetParameter(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "sslmode":
                builder.SslMode = ParseSslMode(value);
                break;
            case "gssencmode":
                builder.GssEncryptionMode = ParseGssMode(value);
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "sslcert":
                builder.SslCertificate = value;
                break;
            case "sslkey":
                builder.SslKey = value;
                break;
            case "connect_timeout" when int.TryParse(value, out int seconds) && seconds >= 0:
                builder.Timeout = seconds;
                break;
            case "options":
                builder.Options = value;
                break;
            case "application_name":
                // Ignored: the application name always identifies the process.
                break;
            default:
                // The value is not shown, as it may be a password; nor is a name with unusual characters, for the same reason.
                string shown = name.All(c => char.IsAsciiLetterLower(c) || c == '_') ? $"the parameter '{name}'" : "a parameter";
                throw new ArgumentException(
                    $"has {shown} that is unknown or has an invalid value; it must be one of sslmode, sslrootcert, sslcert, " +
                    "sslkey, gssencmode, connect_timeout (seconds) and options.");
        }
    }

    private static SslMode ParseSslMode(string value) => value switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new ArgumentException(
            "has an unknown sslmode; it must be one of disable, allow, prefer, require, verify-ca and verify-full."),
    };

    private static GssEncryptionMode ParseGssMode(string value) => value switch
    {
        "disable" => GssEncryptionMode.Disable,
        "prefer" => GssEncryptionMode.Prefer,
        "require" => GssEncryptionMode.Require,
        _ => throw new ArgumentException("has an unknown gssencmode; it must be one of disable, prefer and require."),
    };
}
