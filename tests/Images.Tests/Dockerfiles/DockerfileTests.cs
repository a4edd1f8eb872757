namespace PathwayOrleans.Images.Tests.Dockerfiles;

public sealed class DockerfileTests
{
    [Fact]
    public void All_that_it_knows()
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
            new Dictionary<string, string> { ["VERSION"] = "1.2", ["GREETING"] = "hello world", ["OTHER"] = "$VERSION" }, run.Environment);

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
    public void Arguments_that_are_given_win()
    {
        Dockerfile file = Dockerfile.Parse(
            "ARG VERSION=1\nFROM base\nARG VERSION\nARG TARGETARCH\nLABEL v=$VERSION a=${TARGETARCH:+--arch=$TARGETARCH}",
            new Dictionary<string, string> { ["VERSION"] = "2", ["TARGETARCH"] = "arm64" });

        Assert.Equal(new Dictionary<string, string> { ["v"] = "2", ["a"] = "--arch=arm64" }, file.Final.Labels);
    }

    [Theory]
    [InlineData("", "There is no FROM")]
    [InlineData("RUN true", "line 1: RUN comes before FROM")]
    [InlineData("FROM a\nVOLUME /data", "line 2: VOLUME is not known here")]
    [InlineData("FROM a\n\n# c\nHEALTHCHECK NONE", "line 4: HEALTHCHECK is not known here")]
    [InlineData("FROM --platform=$BUILDPLATFORM a", "--platform=$BUILDPLATFORM is empty")]
    [InlineData("FROM a b c", "FROM IMAGE [AS NAME] is right")]
    [InlineData("FROM a AS b\nFROM b", "FROM an earlier stage (b)")]
    [InlineData("FROM a\nRUN --network=none true", "RUN --network=none is not known here")]
    [InlineData("FROM a\nRUN [\"true\"]", "are not known here")]
    [InlineData("FROM a\nCOPY --link . .", "COPY --link is not known here")]
    [InlineData("FROM a\nCOPY *.cs .", "patterns such as *.cs")]
    [InlineData("FROM a\nCOPY --from=b x .", "there is no stage b before")]
    [InlineData("FROM a\nENV A 1", "NAME=VALUE is right; found: A")]
    [InlineData("FROM a\nENTRYPOINT dotnet x.dll", "for there is no shell; found: dotnet x.dll")]
    [InlineData("FROM a\nLABEL a=\"b", "a quotation does not end")]
    [InlineData("FROM a\nLABEL a=${B:?c}", "${B:?c} is not known here")]
    [InlineData("FROM a\nRUN true \\", "goes on after the end")]
    [InlineData("# escape=`\nFROM a", "`escape` is not known")]
    public void What_it_does_not_know_it_names(string text, string error) =>
        Assert.Contains(error, Assert.Throws<DockerfileException>(() => Dockerfile.Parse(text)).Message, StringComparison.Ordinal);
}
