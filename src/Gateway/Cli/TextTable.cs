using System.Text;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>Columns as wide as what stands in them, Chinese characters counted double; no frame and no colour, so that it reads the same in a pipe.</summary>
/// <param name="headings">None for a table without a heading.</param>
internal sealed class TextTable(params string[] headings)
{
    private const int Gap = 2;

    private readonly List<string[]> _rows = headings.Length == 0 ? [] : [headings];

    /// <summary>Rows, with the headings.</summary>
    public int Count => _rows.Count;

    /// <param name="cells">One for each heading.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        if (_rows.Count == 0) return "";
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => DisplayWidth.Of(row[column])))];
        var text = new StringBuilder();
        foreach (string[] row in _rows)
        {
            // What is empty to the end of the line leaves no blanks there.
            int last = Array.FindLastIndex(row, cell => cell.Length > 0);
            for (int column = 0; column <= last; column++)
            {
                text.Append(row[column]);
                if (column < last) text.Append(' ', widths[column] - DisplayWidth.Of(row[column]) + Gap);
            }
            text.Append('\n');
        }
        return text.ToString();
    }
}
