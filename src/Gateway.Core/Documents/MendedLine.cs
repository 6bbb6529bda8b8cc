namespace Gateway.Core.Documents;

/// <summary>A line of a file in which slips are put right, so that the rest can be checked, and which still knows its columns in the file.</summary>
internal sealed class MendedLine(string original)
{
    private List<(int At, int Added)>? _changes;

    public string Text { get; private set; } = original;

    /// <summary>Replaces a piece; pieces are mended from left to right.</summary>
    public void Replace(int at, int length, string replacement)
    {
        bool keepsPlaces = length == replacement.Length;
        Text = string.Concat(Text.AsSpan(0, at), replacement, Text.AsSpan(at + length));
        _changes ??= [];
        if (!keepsPlaces) _changes.Add((at, replacement.Length - length));
    }

    public void Clear() => Replace(0, Text.Length, "");

    /// <summary>The column in the file of a column in the mended text; both count from 1.</summary>
    public int Column(int mended)
    {
        int column = mended;
        for (int i = (_changes?.Count ?? 0) - 1; i >= 0; i--)
        {
            var (at, added) = _changes![i];
            if (column - 1 > at) column = Math.Max(at + 1, column - added);
        }
        return column;
    }
}
