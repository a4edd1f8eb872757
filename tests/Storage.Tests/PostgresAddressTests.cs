using Npgsql;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Tests;

public class PostgresAddressTests
{
    [Theory]
    [InlineData("postgresql://user:password@postgres:5432/db", "postgres", 5432, "user", "password", "db")]
    [InlineData("postgres://user:password@postgres/db", "postgres", 5432, "user", "password", "db")]
    [InlineData("postgresql://h:6000", "h", 6000, null, null, null)]
    [InlineData("postgresql://u@h/", "h", 5432, "u", null, null)]
    [InlineData("postgresql://u%40x:p%3A%2F%40%25%23%3B%27%20w@h/d%20b", "h", 5432, "u@x", "p:/@%#;' w", "d b")]
    [InlineData("postgresql://u:p%2541@h/d", "h", 5432, "u", "p%41", "d")]
    [InlineData("postgresql://u:a:b@h/d", "h", 5432, "u", "a:b", "d")]
    [InlineData("postgresql://u:a+b@h/d", "h", 5432, "u", "a+b", "d")]
    [InlineData("postgresql://u:p@127.0.0.1:5433/d", "127.0.0.1", 5433, "u", "p", "d")]
    [InlineData("postgresql://u:p@[::1]:5433/d", "[::1]", 5433, "u", "p", "d")]
    [InlineData("Host=h;Port=5433;Username=u;Password=p;Database=d", "h", 5433, "u", "p", "d")]
    [InlineData("Server=h;User Id=u;Password='a;b'", "h", 5432, "u", "a;b", null)]
    public void URL_and_keyword_format_are_parsed(
        string address, string host, int port, string? user, string? password, string? database)
    {
        NpgsqlConnectionStringBuilder parsed = PostgresAddress.Parse(address);
        Assert.Null(PostgresAddress.Problem(address));
        Assert.Equal(
            (host, port, user, password, database),
            (parsed.Host, parsed.Port, parsed.Username, parsed.Password, parsed.Database));
    }

    [Theory]
    [InlineData("postgresql://u:p@h1:5432,h2:5433/d", "h1:5432,h2:5433", "read-write")]
    [InlineData("postgresql://u:p@h1,h2/d?sslmode=require", "h1:5432,h2:5432", "read-write")]
    [InlineData("postgresql://h1,[::1]:5433,10.0.0.3/d?target_session_attrs=any", "h1:5432,[::1]:5433,10.0.0.3:5432", "any")]
    [InlineData("postgresql://u:p@h1,h2/d?target_session_attrs=prefer-standby", "h1:5432,h2:5432", "prefer-standby")]
    [InlineData("Host=h1:5432,h2:5433;Database=d", "h1:5432,h2:5433", "read-write")]
    [InlineData("Host=h1,h2;Target Session Attributes=primary", "h1,h2", "primary")]
    [InlineData("postgresql://h/d", "h", null)]
    [InlineData("postgresql://h/d?target_session_attrs=read-only", "h", "read-only")]
    [InlineData("postgresql://u:a,b@h/d", "h", null)]
    public void An_address_can_have_several_hosts(string address, string hosts, string? target)
    {
        Assert.Null(PostgresAddress.Problem(address));
        NpgsqlConnectionStringBuilder parsed = PostgresAddress.Parse(address);
        Assert.Equal((hosts, target), (parsed.Host, parsed.TargetSessionAttributes));
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("allow", SslMode.Allow)]
    [InlineData("prefer", SslMode.Prefer)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void SSL_modes_have_the_names_of_libpq(string name, SslMode mode) =>
        Assert.Equal(mode, PostgresAddress.Parse($"postgresql://h/d?sslmode={name}").SslMode);

    [Theory]
    [InlineData("postgresql://h/d", GssEncryptionMode.Disable)]
    [InlineData("Host=h", GssEncryptionMode.Disable)]
    [InlineData("postgresql://h/d?gssencmode=disable", GssEncryptionMode.Disable)]
    [InlineData("postgresql://h/d?gssencmode=prefer", GssEncryptionMode.Prefer)]
    [InlineData("postgresql://h/d?gssencmode=require", GssEncryptionMode.Require)]
    [InlineData("Host=h;GssEncryptionMode=Require", GssEncryptionMode.Require)]
    [InlineData("Host=h;GSS Encryption Mode=Prefer", GssEncryptionMode.Prefer)]
    public void GSS_encryption_is_enabled_only_by_the_address(string address, GssEncryptionMode mode) =>
        Assert.Equal(mode, PostgresAddress.Parse(address).GssEncryptionMode);

    [Fact]
    public void Other_parameters_of_libpq_are_parsed()
    {
        NpgsqlConnectionStringBuilder parsed = PostgresAddress.Parse(
            "postgresql://h/d?sslrootcert=%2Fca%20file&sslcert=/c&sslkey=/k&connect_timeout=7&options=-c%20work_mem%3D1MB" +
            "&application_name=me&passfile=/run/secrets/pgpass&");
        Assert.Equal("/ca file", parsed.RootCertificate);
        Assert.Equal("/c", parsed.SslCertificate);
        Assert.Equal("/k", parsed.SslKey);
        Assert.Equal(7, parsed.Timeout);
        Assert.Equal("-c work_mem=1MB", parsed.Options);
        Assert.Null(parsed.ApplicationName);
        Assert.Equal("/run/secrets/pgpass", parsed.Passfile);
    }

    [Theory]
    [InlineData("", "has no host")]
    [InlineData("postgresql:///db", "has no host")]
    [InlineData("Database=d", "has no host")]
    [InlineData("postgresql://h:99999/d", "not a valid URL")]
    [InlineData("postgresql://u:p#w@h/d", "not a valid URL")]
    [InlineData("postgresql://h/d?sslmode=maybe", "unknown sslmode")]
    [InlineData("postgresql://h/d?gssencmode=maybe", "unknown gssencmode")]
    [InlineData("postgresql://h/d?target_session_attrs=master", "unknown target_session_attrs")]
    [InlineData("postgresql://h1:5432,h2:99999/d", "not a valid URL")]
    [InlineData("postgresql://h1:5432,/d", "not a valid URL")]
    [InlineData("postgresql://,h2/d", "not a valid URL")]
    [InlineData("postgresql://h/d?ssl=true", "'ssl'")]
    [InlineData("postgresql://h/d?connect_timeout=soon", "'connect_timeout'")]
    [InlineData("postgresql://h/d?connect_timeout=-1", "'connect_timeout'")]
    [InlineData("mysql://u:p@h/d", "must be like postgresql://user:password@host:5432/database or ")]
    [InlineData("Host=h;Prot=5432", "must be like postgresql://user:password@host:5432/database or ")]
    [InlineData("Host=h;Port=x", "must be like postgresql://user:password@host:5432/database or ")]
    [InlineData("Host=h;Port=-1", "must be like postgresql://user:password@host:5432/database or ")]
    [InlineData("Host", "must be like postgresql://user:password@host:5432/database or ")]
    public void Errors_describe_the_problem(string address, string problem) =>
        Assert.Contains(problem, PostgresAddress.Problem(address), StringComparison.Ordinal);

    [Fact]
    public void Null_address_is_an_error() => Assert.NotNull(PostgresAddress.Problem(null));

    [Theory]
    [InlineData("postgresql://u:s3cret@h:x/d")]
    [InlineData("postgresql://u:s3cret#@h/d")]
    [InlineData("postgresql://u:s3cret@h1:x,h2/d")]
    [InlineData("postgresql://u:s3cret,x/y@h/d")]
    [InlineData("postgresql://u:x,s3cret/y@h/d")]
    [InlineData("postgresql://u:p@h1,u:s3cret@h2/d")]
    [InlineData("postgresql://h1,h2/d?target_session_attrs=s3cret")]
    [InlineData("postgresql://u:s3cret@h/d?sslmode=maybe")]
    [InlineData("postgresql://u:s3cret@h/d?what=ever")]
    [InlineData("postgresql://h/d?user=u&password=s3cret")]
    [InlineData("postgresql://h/d?password=s3cret")]
    [InlineData("postgresql://u:12?s3cret@h/d")]
    [InlineData("postgresql://u:s3cret@/d")]
    [InlineData("mysql://u:s3cret@h/d")]
    [InlineData("u:s3cret@h")]
    [InlineData("Host=h;Password=s3cret;Prot=5432")]
    [InlineData("Host=h;Password=s3cret;Port=x")]
    [InlineData("Host=h;Password=x;s3cret;Port=1")]
    [InlineData("Host=h;Password=x;s3cret=y;Port=1")]
    [InlineData("Host=h;Pasword=s3cret")]
    [InlineData("Host=h;Port=s3cret")]
    public void Errors_do_not_contain_passwords(string address) =>
        Assert.DoesNotContain(
            "s3cret", Assert.IsType<string>(PostgresAddress.Problem(address)), StringComparison.OrdinalIgnoreCase);
}
