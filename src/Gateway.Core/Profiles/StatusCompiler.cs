using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Makes status words: which bits or numbers of a register mean what for the points it judges.</summary>
internal sealed class StatusCompiler(SourceFile file, ProblemList problems, RegisterParser registers)
{
    /// <summary>One word, or, for a list of errors, each of its registers as a word of the same meaning.</summary>
    public IEnumerable<StatusWord> Words(Node node, IReadOnlyCollection<string> points)
    {
        if (Word(node, points) is not { } first) yield break;
        var range = first.Reference.Range;
        long count = (node as MapNode)?.Integer("count") ?? 1;
        if (range.Address + (count * range.Quantity) > 65536)
        {
            problems.Add(file.Problem(ProfileProblems.AddressRange, ((MapNode)node)["count"]!.Span, RegisterText.Short(range.Table, range.Address)));
            yield break;
        }
        for (int i = 0; i < count; i++)
            yield return first with { Reference = first.Reference with { Range = range with { Address = (ushort)(range.Address + (i * range.Quantity)) } } };
    }

    public StatusWord? Word(Node node, IReadOnlyCollection<string> points)
    {
        if (node is not MapNode map || registers.Reference(map, new RegisterParser.Wanted(RegisterType.UInt16)) is not { } reference) return null;
        int width = reference.Type == RegisterType.Bit ? 1 : RegisterTypeText.MaskableBits(reference.Type);
        if (width == 0)
        {
            Wording help = ("use an integer type", "请使用整数类型");
            problems.Add(file.Problem(
                ProfileProblems.TypeUnfit, map.Scalar("type")!.Span, ("a status word", "状态字"), RegisterTypeText.Of(reference.Type), help));
            return null;
        }
        var otherwise = QualityParser.Read(file, problems, map["otherwise"])?.Quality;
        return new StatusWord(reference, [.. Bits(map, width), .. Values(map, width)], otherwise, AppliesTo(map, points));
    }

    private IEnumerable<QualityRule> Bits(MapNode map, int width)
    {
        foreach (var entry in map.Entries("bits"))
        {
            if (!int.TryParse(entry.Name, out int bit)) continue;
            if (bit >= width)
            {
                problems.Add(file.Problem(ProfileProblems.DoesNotFit, entry.Key.Span, ($"bit {bit}", $"位 {bit}"), width));
                continue;
            }
            if (QualityParser.Read(file, problems, entry.Value) is not { } meaning) continue;
            ulong mask = 1UL << bit;
            bool meansWhenZero = (entry.Value as MapNode)?.Text("when") == "0";
            yield return new QualityRule(mask, meansWhenZero ? 0 : mask, meaning.Quality, meaning.Name);
        }
    }

    private IEnumerable<QualityRule> Values(MapNode map, int width)
    {
        ulong all = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        foreach (var entry in map.Entries("values"))
        {
            if (!CoreSchema.TryInteger(entry.Name, out long number)) continue;
            if (width < 64 && (number > (long)all || number < -(1L << (width - 1))))
            {
                problems.Add(file.Problem(ProfileProblems.DoesNotFit, entry.Key.Span, entry.Name, width));
                continue;
            }
            if (QualityParser.Read(file, problems, entry.Value) is { } meaning)
                yield return new QualityRule(all, (ulong)number & all, meaning.Quality, meaning.Name);
        }
    }

    private List<string> AppliesTo(MapNode map, IReadOnlyCollection<string> points)
    {
        var names = new List<string>();
        foreach (var item in map.Items("applies_to").OfType<ScalarNode>())
        {
            if (points.Contains(item.Text)) names.Add(item.Text);
            else problems.Add(file.Problem(ProfileProblems.UnknownPoint, item.Span, item.Text, string.Join(", ", points))
                with { Suggestion = Suggestion.For(item.Text, points) });
        }
        return names;
    }
}
