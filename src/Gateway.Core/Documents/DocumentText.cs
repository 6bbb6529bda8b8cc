using System.Text;
using System.Text.Unicode;

namespace Gateway.Core.Documents;

/// <summary>From bytes to lines of text: UTF-8 with or without a byte order mark, any line ends, at most 1 MB.</summary>
internal static class DocumentText
{
    public const int MostBytes = 1 << 20;

    /// <summary>Reads a file of bounded size.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="name">What problems call it.</param>
    /// <param name="problems">Gets the reason when there is no text.</param>
    public static SourceFile? Read(string path, string name, ProblemList problems)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] bytes = new byte[MostBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Decode(name, bytes.AsMemory(0, length), problems);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(SourceFile.Of(name, "", default).Problem(TextProblems.Unreadable, TextSpan.Start, Reason(fault)));
            return null;
        }
    }

    public static SourceFile? Decode(string name, ReadOnlyMemory<byte> bytes, ProblemList problems)
    {
        var nothing = SourceFile.Of(name, "", bytes);
        var span = bytes.Span;
        if (span.Length > MostBytes)
        {
            problems.Add(nothing.Problem(TextProblems.TooLarge, TextSpan.Start, MostBytes));
            return null;
        }
        if (span.StartsWith("\uFEFF"u8)) span = span[3..];
        if (span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || span.Contains((byte)0))
        {
            problems.Add(nothing.Problem(TextProblems.NotText, TextSpan.Start, LooksLikeUtf16(span) ? "UTF-16" : ("binary", "二进制内容")));
            return null;
        }
        if (!Utf8.IsValid(span))
        {
            problems.Add(NotUtf8(name, span, bytes));
            return null;
        }
        return SourceFile.Of(name, Encoding.UTF8.GetString(span), bytes);
    }

    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes) =>
        bytes[0] is 0xFF or 0xFE
            || (bytes.Length >= 4 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0) == (bytes[0] == 0) && (bytes[3] == 0) == (bytes[1] == 0));

    private static Problem NotUtf8(string name, ReadOnlySpan<byte> span, ReadOnlyMemory<byte> bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(span[at..], out _, out int length) == System.Buffers.OperationStatus.Done) at += length;
        string before = Encoding.UTF8.GetString(span[..at]).ReplaceLineEndings("\n");
        var file = SourceFile.Of(name, Encoding.UTF8.GetString(span), bytes);
        int line = before.AsSpan().Count('\n') + 1;
        int column = before.Length - before.LastIndexOf('\n');
        return file.Problem(TextProblems.NotUtf8, TextSpan.Of(line, column, 1), $"{span[at]:X2}");
    }

    private static Wording Reason(Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => ("it does not exist", "文件不存在"),
        UnauthorizedAccessException => ("permission denied", "没有权限"),
        _ => fault.Message,
    };
}
