namespace Gateway.Core.Documents;

/// <summary>Values of a map for the compilers: null when a key is absent or its value is not of that type, which the shape has then reported already.</summary>
internal static class MapValues
{
    public static MapNode? Map(this MapNode map, string key) => map[key] as MapNode;

    public static IReadOnlyList<MapEntry> Entries(this MapNode map, string key) => (map[key] as MapNode)?.Entries ?? [];

    public static IReadOnlyList<Node> Items(this MapNode map, string key) => (map[key] as ListNode)?.Items ?? [];

    public static ScalarNode? Scalar(this MapNode map, string key) => map[key] is ScalarNode { Kind: not ScalarKind.Null } scalar ? scalar : null;

    public static string? Text(this MapNode map, string key) => map.Scalar(key)?.Text;

    public static bool? Flag(this MapNode map, string key) =>
        map.Scalar(key) is { Kind: ScalarKind.Boolean } scalar ? scalar.Text[0] is 't' or 'T' : null;

    public static long? Integer(this MapNode map, string key) => map[key].AsInteger();

    public static double? Number(this MapNode map, string key) => map[key].AsNumber();

    public static decimal? Decimal(this MapNode map, string key) =>
        map.Scalar(key) is { } scalar && CoreSchema.TryDecimal(scalar.Text, out decimal value) ? value : null;

    public static TimeSpan? Duration(this MapNode map, string key) => map[key].AsDuration();

    public static long? Size(this MapNode map, string key) =>
        map.Scalar(key) is { } scalar && ByteSizes.TryParse(scalar.Text, out long bytes) ? bytes : null;

    public static long? AsInteger(this Node? node) =>
        node is ScalarNode { Kind: ScalarKind.Integer } scalar && CoreSchema.TryInteger(scalar.Text, out long value) ? value : null;

    public static double? AsNumber(this Node? node) =>
        node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Number } scalar && CoreSchema.TryNumber(scalar.Text, out double value) ? value : null;

    public static TimeSpan? AsDuration(this Node? node) =>
        node is ScalarNode scalar && Durations.TryParse(scalar.Text, out var span) ? span : null;
}
