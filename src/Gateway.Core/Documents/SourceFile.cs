namespace Gateway.Core.Documents;

/// <summary>The text of a file, by lines, under the name by which the person knows it.</summary>
public sealed class SourceFile
{
    private SourceFile(string name, string[] lines, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Lines = lines;
        Bytes = bytes;
    }

    /// <summary>What problems call the file: a path as the person gave it.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The bytes as they lay on disk, for digests.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Splits a text at LF, CR LF or CR.</summary>
    internal static SourceFile Of(string name, string text, ReadOnlyMemory<byte> bytes) =>
        new(name, text.ReplaceLineEndings("\n").Split('\n'), bytes);

    internal string? Line(int number) => number >= 1 && number <= Lines.Count ? Lines[number - 1] : null;

    internal Problem Problem(ProblemKind kind, TextSpan span, params Wording[] arguments) =>
        new() { Kind = kind, File = Name, Span = span, Arguments = arguments, SourceLine = Line(span.Line) };

    /// <summary>An edit of part of one line.</summary>
    internal TextEdit? Edit(TextSpan span, string replacement)
    {
        string? line = Line(span.Line);
        if (line is null || span.EndLine != span.Line || span.EndColumn - 1 > line.Length) return null;
        return new TextEdit(span, replacement, line[..(span.Column - 1)] + replacement + line[(span.EndColumn - 1)..]);
    }
}
