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
                return new Document(file, builder.Root ?? Rootless(builder.IsWhole), isWhole && builder.IsWhole);
            }
            isWhole = false;
            if (!LeaveOut(file, lines, fault, problems)) break;
        }
        return new Document(file, new OpaqueNode(TextSpan.Start), false);
    }

    /// <summary>An empty file is empty; of one that was given up half-way nobody knows what it would have been.</summary>
    private static Node Rootless(bool isWhole) => isWhole ? new ScalarNode(TextSpan.Start, "", true) : new OpaqueNode(TextSpan.Start);

    private static YamlException? Walk(MendedLine[] lines, NodeBuilder builder)
    {
        try
        {
            var parser = new Parser(new StringReader(string.Join('\n', lines.Select(line => line.Text))));
            while (parser.MoveNext())
                if (!builder.Take(parser.Current!)) break;
            return null;
        }
        catch (YamlException fault)
        {
            return fault;
        }
    }

    /// <summary>Reports a line that YAML cannot read, and empties it for the next attempt.</summary>
    private static bool LeaveOut(SourceFile file, MendedLine[] lines, YamlException fault, ProblemList problems)
    {
        int number = (int)Math.Clamp(fault.Start.Line, 1, lines.Length);
        while (number > 1 && lines[number - 1].Text.AsSpan().Trim().IsEmpty) number--;
        var line = lines[number - 1];
        int column = number == fault.Start.Line ? line.Column((int)Math.Max(1, fault.Start.Column)) : 1;
        string words = fault.Message.Length > 120 ? fault.Message[..119] + "…" : fault.Message;
        problems.Add(file.Problem(TextProblems.Syntax, TextSpan.Of(number, column, 1), words));
        if (line.Text.Length == 0) return false;
        line.Clear();
        return true;
    }
}
