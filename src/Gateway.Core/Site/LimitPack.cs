using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>A standard's limits, checked.</summary>
/// <param name="File">Its text, for places.</param>
internal sealed record LimitPack(string Name, SourceFile File, IReadOnlyList<LimitRow> Rows)
{
    public IReadOnlyList<string> Classes => [.. Rows.SelectMany(row => row.Classes).Distinct().Order(StringComparer.Ordinal)];
}
