using PathwayOrleans.Testing.Dockerfiles;

namespace PathwayOrleans.Testing.Tests;

public sealed class DockerfileTests
{
    [Fact]
    public void All_supported_instructions_are_read()
    {
        Dockerfile file = Dockerfile.Parse(
            """
            # A comment
            ARG BASE=base:1
            ARG VERSION=1.2
            FROM --platform=${BUILDPLATFORM:-linux} sdk AS build
            ARG TARGETARCH
            ARG VERSION
            WORKDIR /source
            COPY . .
            ENV GREETING="hello world" OTHER='$VERSION'
            # Within
            RUN --mount=type=cache,target=/cache echo $VERSION \
                # Between
                && true
            FROM $BASE
            ARG VERSION
            LABEL version="$VERSION" \
                  title=a\ b
            ENV A=1 B=${A:+set} C=${NONE:-else}
            WORKDIR /app
            WORKDIR sub
            COPY --from=build --chown=1:2 /source/out extra ./
            USER 1654
            EXPOSE 8080 53/udp
            ENTRYPOINT ["dotnet", "x.dll"]
            CMD ["run"]
            """);

        Stage build = file.Stages[0];
        Assert.Equal(("build", "sdk", "/source"), (build.Name, build.From, build.Folder));
        Assert.Equal([new WorkingFolderInstruction(7, "/source")], build.Steps.Take(1));
        var copy = (CopyInstruction)build.Steps[1];
        Assert.Equal((null, "/source/"), (copy.From, copy.Destination));
        var run = (RunInstruction)build.Steps[2];
        Assert.Equal("echo $VERSION && true", string.Join(' ', run.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(
            new Dictionary<string, string> { ["VERSION"] = "1.2", ["GREETING"] = "hello world", ["OTHER"] = "$VERSION" },
            run.Environment);

        Stage final = file.Final;
        Assert.Equal(("1", "base:1", "/app/sub", "1654"), (final.Name, final.From, final.Folder, final.User));
        Assert.Equal(new Dictionary<string, string> { ["version"] = "1.2", ["title"] = "a b" }, final.Labels);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "1", ["B"] = "", ["C"] = "else" }, final.Environment);
        copy = (CopyInstruction)final.Steps[2];
        Assert.Equal(("build", "1:2", "/app/sub/"), (copy.From, copy.Owner, copy.Destination));
        Assert.Equal(["/source/out", "extra"], copy.Sources);
        Assert.Equal(["8080/tcp", "53/udp"], final.Ports);
        Assert.Equal(["dotnet", "x.dll"], final.EntryPoint);
        Assert.Equal(["run"], final.Command);
    }

    [Fact]
    public void Build_arguments_override_defaults()
    {
        Dockerfile file = Dockerfile.Parse(
            "ARG VERSION=1\nFROM base\nARG VERSION\nARG TARGETARCH\nLABEL v=$VERSION a=${TARGETARCH:+--arch=$TARGETARCH}",
            new Dictionary<string, string> { ["VERSION"] = "2", ["TARGETARCH"] = "arm64" });

        Assert.Equal(new Dictionary<string, string> { ["v"] = "2", ["a"] = "--arch=arm64" }, file.Final.Labels);
    }

    [Theory]
    [InlineData("", "There is no FROM")]
    [InlineData("RUN true", "line 1: RUN is before FROM")]
    [InlineData("FROM a\nVOLUME /data", "line 2: VOLUME is not supported")]
    [InlineData("FROM a\n\n# c\nHEALTHCHECK NONE", "line 4: HEALTHCHECK is not supported")]
    [InlineData("FROM --platform=$BUILDPLATFORM a", "--platform=$BUILDPLATFORM is empty")]
    [InlineData("FROM a b c", "FROM must be: FROM IMAGE [AS NAME]")]
    [InlineData("FROM a AS b\nFROM b", "FROM an earlier stage (b)")]
    [InlineData("FROM a\nRUN --network=none true", "RUN --network=none is not supported")]
    [InlineData("FROM a\nRUN [\"true\"]", "are not supported")]
    [InlineData("FROM a\nCOPY --link . .", "COPY --link is not supported")]
    [InlineData("FROM a\nCOPY *.cs .", "patterns such as *.cs")]
    [InlineData("FROM a\nCOPY --from=b x .", "there is no earlier stage b")]
    [InlineData("FROM a\nENV A 1", "ENV and ARG must be: NAME=VALUE; found: A")]
    [InlineData("FROM a\nENTRYPOINT dotnet x.dll", "ENTRYPOINT must be")]
    [InlineData("FROM a\nLABEL a=\"b", "a quotation mark is not closed")]
    [InlineData("FROM a\nLABEL a=${B:?c}", "${B:?c} is not supported")]
    [InlineData("FROM a\nRUN true \\", "the instruction is not complete at the end")]
    [InlineData("# escape=`\nFROM a", "`escape` is not supported")]
    public void Unsupported_syntax_is_an_error_that_names_it(string text, string error) =>
        Assert.Contains(
            error, Assert.Throws<DockerfileException>(() => Dockerfile.Parse(text)).Message, StringComparison.Ordinal);
}
