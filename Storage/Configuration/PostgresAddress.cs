using Npgsql;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>Reads a Postgres address in either of the two spellings people have at hand.</summary>
public static class PostgresAddress
{
    private const int DefaultPort = 5432;
    private const string GssKeyword = "GSS Encryption Mode";

    /// <summary>What is wrong with an address, without repeating its password; null where nothing is.</summary>
    public static string? Problem(string? address)
    {
        try
        {
            NpgsqlConnectionStringBuilder parsed = Parse(address ?? "");
            return string.IsNullOrEmpty(parsed.Host) ? "names no host; postgresql://user:password@host:5432/database does." : null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Turns <c>postgresql://…</c> or Npgsql's <c>Host=…;…</c> into connection settings. Encryption by GSS (Kerberos) is
    /// off where the address does not ask for it: with each connection Npgsql would try it first, which needs a library
    /// that small images lack, and the runtime complains on standard error.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither; the message never holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        bool isUrl = address.StartsWith("postgres://", StringComparison.Ordinal) || address.StartsWith("postgresql://", StringComparison.Ordinal);
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
            throw new ArgumentException("is no valid URL; postgresql://user:password@host:5432/database is. Percent-encode special characters in the password.");
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
            // Npgsql's message names the word that it stumbled over, which may be what follows a ';' in a password.
            throw new ArgumentException(
                "is neither postgresql://user:password@host:5432/database nor Host=…;Database=…;Username=…;Password=… " +
                "(an unknown keyword or a value that does not fit; values with ';' or '=' go into quotes).",
                e);
        }
    }

    // The names that libpq, and so everybody's URLs, use.
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
                // Ours always says which process it is.
                break;
            default:
                // Without its value, which may be a password; and so may be what looks like a name but is none.
                string shown = name.All(c => char.IsAsciiLetterLower(c) || c == '_') ? $"the parameter '{name}'" : "a parameter";
                throw new ArgumentException(
                    $"has {shown} that is unknown or has a bad value; sslmode, sslrootcert, sslcert, sslkey, gssencmode, connect_timeout (seconds) and options are known.");
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
        _ => throw new ArgumentException($"has sslmode={value}; disable, allow, prefer, require, verify-ca and verify-full are right."),
    };

    private static GssEncryptionMode ParseGssMode(string value) => value switch
    {
        "disable" => GssEncryptionMode.Disable,
        "prefer" => GssEncryptionMode.Prefer,
        "require" => GssEncryptionMode.Require,
        _ => throw new ArgumentException($"has gssencmode={value}; disable, prefer and require are right."),
    };
}
