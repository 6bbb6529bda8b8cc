using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Documents;

/// <summary>In which order the keys of a document are best written: that of its shape.</summary>
internal static class KeyOrder
{
    /// <summary>Entries in the shape's order; those that it does not know stay behind them as they were, and so do names that the file chooses.</summary>
    public static IReadOnlyList<MapEntry> Sorted(IReadOnlyList<MapEntry> entries, Shape? shape) =>
        Fixed(shape) is { } keys ? [.. entries.OrderBy(entry => Place(keys, entry.Name))] : entries;

    /// <summary>The shape of what stands under a key.</summary>
    public static Shape? Under(Shape? shape, MapEntry entry) => shape switch
    {
        ObjectShape or ByKindShape => Fixed(shape)?.FirstOrDefault(key => key.Name == entry.Name)?.Shape
            ?? (shape is ByKindShape { Map: { } map } ? Named(map) : null),
        _ => Named(shape),
    };

    public static Shape? Item(Shape? shape) => shape switch
    {
        ListShape list => list.Item,
        ByKindShape { List: ListShape list } => list.Item,
        _ => null,
    };

    private static Shape? Named(Shape? shape) => (shape as NamedMapShape)?.Value;

    private static IReadOnlyList<ShapeKey>? Fixed(Shape? shape) => shape switch
    {
        ObjectShape known => known.Keys,
        ByKindShape { Map: ObjectShape known } => known.Keys,
        _ => null,
    };

    private static int Place(IReadOnlyList<ShapeKey> keys, string name)
    {
        for (int i = 0; i < keys.Count; i++)
            if (keys[i].Name == name) return i;
        return int.MaxValue;
    }
}
