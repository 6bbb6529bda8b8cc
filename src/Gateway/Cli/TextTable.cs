using System.Text;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>Columns as wide as what stands in them, Chinese characters counted double; no frame and no colour, so that it reads the same in a pipe.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. headings.Select((_, column) => _rows.Max(row => DisplayWidth.Of(row[column])))];
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                text.Append(row[column]);
                if (column < row.Length - 1) text.Append(' ', widths[column] - DisplayWidth.Of(row[column]) + 2);
            }
            text.AppendLine();
        }
        return text.ToString();
    }
}
