namespace Gateway.Core.Documents;

/// <summary>A piece of a file. Lines and columns count from 1, columns in UTF-16 units as editors do; the end column is one past the last character.</summary>
public readonly record struct TextSpan(int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The beginning of the file, for what concerns it as a whole.</summary>
    public static TextSpan Start { get; } = new(1, 1, 1, 1);

    public static TextSpan Of(int line, int column, int length) => new(line, column, line, column + length);
}
