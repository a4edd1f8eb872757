using System.Text;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>All paths of an extractor as a tree: a node is a value that some path leads to or through.</summary>
internal sealed class JsonPathNode
{
    // The lengths of the names of members, modulo 64.
    private ulong _lengths;

    /// <summary>The names of members that paths go on with, in UTF-8, and their nodes.</summary>
    internal (byte[] Name, JsonPathNode Node)[] Members { get; private set; } = [];

    /// <summary>The elements that paths go on with.</summary>
    internal (int Index, JsonPathNode Node)[] Elements { get; private set; } = [];

    /// <summary>The numbers of the paths that end here.</summary>
    internal int[] Slots { get; private set; } = [];

    /// <summary>The numbers of the paths that end here or below.</summary>
    internal int[] AllSlots { get; private set; } = [];

    /// <summary>The node of a member.</summary>
    /// <param name="name">Its name as it stands in the record, without escapes.</param>
    /// <param name="expected">
    /// The index of the member that is looked at first, and afterwards the one behind what was found: members usually come in one
    /// order.
    /// </param>
    internal JsonPathNode? Find(ReadOnlySpan<byte> name, ref int expected)
    {
        if ((_lengths & LengthBit(name.Length)) == 0)
        {
            return null;
        }

        (byte[] Name, JsonPathNode Node)[] members = Members;
        for (int i = 0; i < members.Length; i++)
        {
            int index = expected + i < members.Length ? expected + i : expected + i - members.Length;
            if (name.SequenceEqual(members[index].Name))
            {
                expected = index + 1 < members.Length ? index + 1 : 0;
                return members[index].Node;
            }
        }

        return null;
    }

    /// <summary>The node of an element.</summary>
    internal JsonPathNode? Element(int index)
    {
        foreach ((int Index, JsonPathNode Node) candidate in Elements)
        {
            if (candidate.Index == index)
            {
                return candidate.Node;
            }
        }

        return null;
    }

    internal static JsonPathNode Of(IReadOnlyList<JsonPath> paths)
    {
        var root = new JsonPathNode();
        for (int slot = 0; slot < paths.Count; slot++)
        {
            JsonPathNode node = root;
            node.AllSlots = [.. node.AllSlots, slot];
            foreach (JsonPath.Step step in paths[slot].Steps)
            {
                node = node.Next(step);
                node.AllSlots = [.. node.AllSlots, slot];
            }

            node.Slots = [.. node.Slots, slot];
        }

        return root;
    }

    private JsonPathNode Next(JsonPath.Step step)
    {
        JsonPathNode? found = null;
        if (step.Member is { } member)
        {
            byte[] name = Encoding.UTF8.GetBytes(member);
            found = Members.FirstOrDefault(entry => entry.Name.AsSpan().SequenceEqual(name)).Node;
            if (found is null)
            {
                found = new JsonPathNode();
                Members = [.. Members, (name, found)];
                _lengths |= LengthBit(name.Length);
            }
        }
        else
        {
            found = Elements.FirstOrDefault(entry => entry.Index == step.Index).Node;
            if (found is null)
            {
                found = new JsonPathNode();
                Elements = [.. Elements, (step.Index, found)];
            }
        }

        return found;
    }

    private static ulong LengthBit(int length) => 1UL << (length & 63);
}
