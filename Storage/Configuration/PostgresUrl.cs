using Npgsql;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>
/// Parses a Postgres address in the URL format of libpq: <c>postgresql://user:password@host:port/database?sslmode=…</c>, with one
/// host or several (<c>host1:5432,host2:5432</c>).
/// </summary>
internal static class PostgresUrl
{
    private const int DefaultPort = 5432;
    private const string SchemeEnd = "://";

    private static readonly string[] TargetSessionAttributes =
        ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"];

    /// <summary>Whether an address is of this format.</summary>
    internal static bool Is(string address) =>
        address.StartsWith("postgres://", StringComparison.Ordinal)
        || address.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <exception cref="ArgumentException">The URL is invalid; the message never contains a password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string address)
    {
        (int start, int length) = FindHosts(address);
        string[] hosts = address.Substring(start, length).Split(',');

        // The rest is a URL of one host.
        Uri uri = ToUri(string.Concat(address.AsSpan(0, start), hosts[0], address.AsSpan(start + length)));
        string[] credentials = uri.UserInfo.Split(':', 2);
        string database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = hosts.Length == 1 ? uri.Host : string.Join(',', hosts.Select(HostAndPort)),
            Port = PortOf(uri),
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

    // The hosts are between the credentials, which may contain '@', and the path.
    private static (int Start, int Length) FindHosts(string address)
    {
        int start = address.IndexOf(SchemeEnd, StringComparison.Ordinal) + SchemeEnd.Length;
        int end = address.IndexOfAny(['/', '?', '#'], start);
        end = end < 0 ? address.Length : end;
        start = Math.Max(start, address.LastIndexOf('@', end - 1, end - start) + 1);
        return (start, end - start);
    }

    private static string HostAndPort(string host)
    {
        Uri uri = ToUri($"postgresql://{host}");
        bool isHost = uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.PathAndQuery is "" or "/";
        return isHost ? FormattableString.Invariant($"{uri.Host}:{PortOf(uri)}") : throw NotValid();
    }

    private static int PortOf(Uri uri) => uri.Port > 0 ? uri.Port : DefaultPort;

    private static Uri ToUri(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? uri : throw NotValid();

    private static ArgumentException NotValid() => new(
        "is not a valid URL; it must be like postgresql://user:password@host:5432/database, or have several hosts " +
        "(host1:5432,host2:5432). Percent-encode special characters in the password.");

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
            case "passfile":
                builder.Passfile = value;
                break;
            case "target_session_attrs":
                builder.TargetSessionAttributes = TargetSessionAttributes.Contains(value)
                    ? value
                    : throw new ArgumentException(
                        "has an unknown target_session_attrs; it must be one of " +
                        $"{string.Join(", ", TargetSessionAttributes[..^1])} and {TargetSessionAttributes[^1]}.");
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
                    "sslkey, gssencmode, connect_timeout (seconds), passfile, target_session_attrs and options.");
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
