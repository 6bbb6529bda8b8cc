using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;
using Gateway.Core.Profiles.Units;

namespace Gateway.Core.Site;

/// <summary>From a limit pack's file to its rows.</summary>
internal static class LimitPackCompiler
{
    /// <summary>The keys of a row or of a point's alarms that are limits, highest first.</summary>
    public static IReadOnlyList<(string Key, AlarmKind Kind)> Limits { get; } =
        [("high_high", AlarmKind.HighHigh), ("high", AlarmKind.High), ("low", AlarmKind.Low), ("low_low", AlarmKind.LowLow)];

    public static LimitPack? Compile(Document document, string? name, ProblemList problems)
    {
        var found = new ProblemList();
        var pack = Pack(document, name, found);
        problems.AddRange(found);
        return found.HasErrors ? null : pack;
    }

    private static LimitPack? Pack(Document document, string? name, ProblemList problems)
    {
        ShapeCheck.Run(document, LimitPackShape.File, ShapeProblems.Site, problems);
        if (document.Root is not MapNode root) return null;
        var own = root.Scalar("limits");
        if (name is not null && own is not null && own.Text != name) problems.Add(document.File.Problem(AlarmProblems.PackName, own.Span, own.Text, name));
        var rows = root.Items("rows").OfType<MapNode>().SelectMany(row => Rows(document.File, root, row, problems)).ToList();
        CheckTwice(document.File, rows, problems);
        return new LimitPack(own?.Text ?? "", document.File, rows);
    }

    private static IEnumerable<LimitRow> Rows(SourceFile file, MapNode pack, MapNode row, ProblemList problems)
    {
        if (row.Scalar("quantity") is not { } quantity || row.Scalar("grade") is not { } grade) yield break;
        if (!Limits.Any(limit => row.Find(limit.Key) is not null)) problems.Add(file.Problem(AlarmProblems.RowEmpty, quantity.Span));
        UnitCheck.Run(file, problems, row.Scalar("unit"));
        string[] classes = row["class"] switch
        {
            ScalarNode one => [one.Text],
            ListNode list => [.. list.Items.OfType<ScalarNode>().Select(item => item.Text)],
            _ => [],
        };
        string source = $"{row.Text("standard") ?? pack.Text("standard")} ({row.Text("edition") ?? pack.Text("edition")}), {row.Text("clause")}";
        foreach (var (key, kind) in Limits)
        {
            if (row.Number(key) is { } setpoint)
                yield return new LimitRow(
                    quantity.Text, classes, kind, setpoint, row.Text("unit") ?? "", AlarmConditions.Read(row), source, grade.Text[0], row[key]!.Span);
        }
    }

    private static void CheckTwice(SourceFile file, List<LimitRow> rows, ProblemList problems)
    {
        var seen = new Dictionary<(string, string, AlarmKind), LimitRow>();
        foreach (var row in rows)
        {
            foreach (string named in row.Classes)
            {
                if (seen.TryAdd((row.Quantity, named, row.Kind), row)) continue;
                var first = seen[(row.Quantity, named, row.Kind)];
                problems.Add(file.Problem(AlarmProblems.RowTwice, row.Span, named, AlarmKindText.Of(row.Kind), row.Quantity)
                    with { Related = new RelatedPlace(file.Name, first.Span, ("the first one", "第一处")) });
            }
        }
    }
}
