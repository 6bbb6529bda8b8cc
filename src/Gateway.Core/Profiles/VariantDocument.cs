using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Lays one variant of a device over what all variants share.</summary>
internal static class VariantDocument
{
    /// <summary>
    /// Sections of the variant are added to the shared ones: in a map an entry of the variant takes the place of a shared one of the same name, a list goes
    /// on where the shared one ends, and a single value takes the shared one's place.
    /// </summary>
    public static MapNode Merge(MapNode shared, MapNode variant) => Merge(shared, variant, depth: 2, without: "variants");

    private static MapNode Merge(MapNode shared, MapNode variant, int depth, string? without = null)
    {
        var entries = new List<MapEntry>();
        foreach (var entry in shared.Entries.Where(entry => entry.Name != without))
            entries.Add(variant.Find(entry.Name) is { } own ? own with { Value = Merge(entry.Value, own.Value, depth) } : entry);
        entries.AddRange(variant.Entries.Where(own => shared.Find(own.Name) is null));
        return new MapNode(shared.Span, entries);
    }

    private static Node Merge(Node shared, Node own, int depth) => (shared, own) switch
    {
        (MapNode one, MapNode other) when depth > 1 => Merge(one, other, depth - 1),
        (ListNode one, ListNode other) => new ListNode(one.Span, [.. one.Items, .. other.Items]),
        _ => own,
    };
}
