namespace Gateway.Core.Documents;

/// <summary>Keys with values, in the order of the file; every key once.</summary>
internal sealed class MapNode(TextSpan span, IReadOnlyList<MapEntry> entries) : Node(span)
{
    private readonly Dictionary<string, MapEntry> _byName = entries.ToDictionary(entry => entry.Name);

    public static MapNode Empty { get; } = new(TextSpan.Start, []);

    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    public MapEntry? Find(string name) => _byName.GetValueOrDefault(name);

    public Node? this[string name] => _byName.GetValueOrDefault(name)?.Value;
}
