using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Docs.Tests;

/// <summary>Links between the pages, and from the pages to the code.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_or_folder_and_every_anchor_to_a_heading()
    {
        string[] broken = [.. Page.All.SelectMany(page =>
            page.LocalLinks.Where(link => IsBroken(page, link)).Select(link => $"{page.Path}: {link}"))];

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_of_docs_is_reachable_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Follow("README.md");

        Assert.Empty(Page.All
            .Select(page => page.Path)
            .Where(path => path.StartsWith("docs/", StringComparison.Ordinal))
            .Except(reached));

        void Follow(string path)
        {
            if (!path.EndsWith(".md", StringComparison.Ordinal) || !reached.Add(path))
            {
                return;
            }

            Page page = Page.Read(path);
            foreach (string link in page.LocalLinks)
            {
                Follow(page.Resolve(link.Split('#')[0]));
            }
        }
    }

    [Fact]
    public void The_tests_that_a_rule_names_are_in_the_file_that_the_line_links_to()
    {
        var exactness = Page.Read("docs/exactness.md");
        (string Line, string Name)[] named =
            [.. exactness.Text.Split('\n').SelectMany(line => NamedTests(line).Select(name => (line, name)))];
        string[] missing = [.. named
            .Where(test => !Page.LinksIn(test.Line).Any(link => Declares(exactness.Resolve(link), test.Name)))
            .Select(test => test.Name)];

        Assert.Empty(missing);
        Assert.InRange(named.Length, 20, 1_000);
    }

    private static bool IsBroken(Page page, string link)
    {
        string[] parts = link.Split('#', 2);
        string path = parts[0].Length == 0 ? page.Path : page.Resolve(parts[0]);
        string file = RepositoryFolder.PathOf(path);
        return parts.Length == 1
            ? !File.Exists(file) && !Directory.Exists(file)
            : !File.Exists(file) || !Page.Read(path).Anchors.Contains(parts[1]);
    }

    // Names of tests are sentences with underscores. No other code in these pages contains an underscore and begins with a
    // capital letter.
    private static IEnumerable<string> NamedTests(string line) => line.Split('`')
        .Where((part, index) => index % 2 == 1 && part.Length > 0 && char.IsAsciiLetterUpper(part[0]) && part.Contains('_'));

    private static bool Declares(string path, string test)
    {
        string file = RepositoryFolder.PathOf(path);
        return File.Exists(file) && File.ReadAllText(file).Contains($" {test}(", StringComparison.Ordinal);
    }
}
