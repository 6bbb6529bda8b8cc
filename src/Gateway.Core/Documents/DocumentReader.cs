using YamlDotNet.Core;

namespace Gateway.Core.Documents;

/// <summary>
/// Reads a YAML text into a tree with places. Mistakes are reported and stepped over, so that one never hides the next.
/// </summary>
/// <remarks>
/// Only the low-level event parser of YamlDotNet is used: its loader recurses, and 10,000 nested brackets end the process (measured with 16.3.0).
/// </remarks>
internal static class DocumentReader
{
    private const int MostSyntaxErrors = 10;

    public static Document? Read(string path, string name, ProblemList problems) =>
        DocumentText.Read(path, name, problems) is { } file ? Parse(file, problems) : null;

    public static Document? Read(string name, ReadOnlyMemory<byte> bytes, ProblemList problems) =>
        DocumentText.Decode(name, bytes, problems) is { } file ? Parse(file, problems) : null;

    private static Document Parse(SourceFile file, ProblemList problems)
    {
        var lines = LineCheck.Mend(file, problems);
        bool isWhole = true;
        for (int attempt = 0; attempt < MostSyntaxErrors; attempt++)
        {
            var found = new ProblemList();
            var builder = new NodeBuilder(file, lines, found);
            var fault = Walk(lines, builder);
            if (fault is null)
            {
                problems.AddRange(found);
                isWhole &= builder.IsWhole;
                bool isRubbish = !isWhole && builder.Root is (null or ScalarNode);
                var root = isRubbish ? new OpaqueNode(TextSpan.Start) : builder.Root ?? new ScalarNode(TextSpan.Start, "", true);
                return new Document(file, root, isWhole);
            }
            isWhole = false;
            if (!LeaveOut(file, lines, fault, problems)) break;
        }
        return new Document(file, new OpaqueNode(TextSpan.Start), false);
    }

    private static SyntaxFault? Walk(MendedLine[] lines, NodeBuilder builder)
    {
        var parser = new Parser(new StringReader(string.Join('\n', lines.Select(line => line.Text))));
        while (true)
        {
            try
            {
                if (!parser.MoveNext()) return null;
            }
            catch (YamlException fault)
            {
                return new SyntaxFault(fault.Start, fault.Message);
            }
            catch (InvalidOperationException)
            {
                // Found with random texts: the parser gives up so on flow maps cut short (16.3.0). It has no place for it but the last one read.
                return new SyntaxFault(parser.Current?.End ?? Mark.Empty, "unexpected end");
            }
            if (!builder.Take(parser.Current!)) return null;
        }
    }

    /// <summary>Reports a line that YAML cannot read, and empties it for the next attempt.</summary>
    private static bool LeaveOut(SourceFile file, MendedLine[] lines, SyntaxFault fault, ProblemList problems)
    {
        int number = (int)Math.Clamp(fault.Place.Line, 1, lines.Length);
        while (number > 1 && lines[number - 1].Text.AsSpan().Trim().IsEmpty) number--;
        var line = lines[number - 1];
        int column = number == fault.Place.Line ? line.Column((int)Math.Max(1, fault.Place.Column)) : 1;
        string words = fault.Words.Length > 120 ? fault.Words[..119] + "…" : fault.Words;
        problems.Add(file.Problem(TextProblems.Syntax, TextSpan.Of(number, column, 1), words));
        if (line.Text.Length == 0) return false;
        line.Clear();
        return true;
    }

    private sealed record SyntaxFault(Mark Place, string Words);
}
