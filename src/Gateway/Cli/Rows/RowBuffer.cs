using System.Text;

namespace Gateway.Cli.Rows;

/// <summary>Collects text and hands it on in large pieces: a terminal's stream is flushed at each write.</summary>
internal sealed class RowBuffer(TextWriter output)
{
    private const int Full = 32 * 1024;

    private readonly StringBuilder _text = new(Full + 1024);

    public void Append(string text)
    {
        _text.Append(text);
        if (_text.Length >= Full) Flush();
    }

    public void Flush()
    {
        output.Write(_text);
        output.Flush();
        _text.Clear();
    }
}
