using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Makes channel templates.</summary>
internal sealed class ChannelCompiler(SourceFile file, ProblemList problems, PointCompiler points, StatusCompiler status)
{
    public const int MostSlots = 64;

    public const int LongestStride = 4096;

    public ChannelTemplate? Template(MapEntry entry)
    {
        if (entry.Value is not MapNode map || points.Decoding(map, null) is not { } decoding) return null;
        var range = decoding.Reference.Range;
        long slots = map.Integer("slots") ?? 1, stride = map.Integer("stride") ?? range.Quantity, first = map.Integer("first") ?? 1;
        // What cannot be counted has been reported with its shape.
        if (slots is < 1 or > MostSlots || stride is < 1 or > LongestStride || first is < 0 or > MostSlots) return null;
        if (stride < range.Quantity)
            problems.Add(file.Problem(
                ProfileProblems.DoesNotFit, map["stride"]!.Span, ($"a value of {range.Quantity} registers", $"{range.Quantity} 个寄存器的值"), (int)stride * 16));
        StatusWord[] words = [.. map.Items("status").SelectMany(word => status.Words(word, []))];
        OfferedQuantity[] offered = [.. map.Entries("quantities").Select(one => Offered(map, one)).OfType<OfferedQuantity>()];
        if (EndOf(decoding, words, offered) + ((slots - 1) * stride) > 65536)
        {
            problems.Add(file.Problem(ProfileProblems.AddressRange, map["slots"]!.Span, $"{entry.Name}{slots}"));
            return null;
        }
        var (every, stale) = points.Times(entry.Name, map);
        return new ChannelTemplate
        {
            Name = entry.Name,
            First = (int)first,
            Slots = (int)slots,
            Stride = (int)stride,
            NeedsScale = map.Flag("needs_scale") ?? false,
            Decoding = decoding,
            Every = every,
            StaleAfter = stale,
            StatusWords = words,
            Quantities = offered,
        };
    }

    /// <summary>The end of all that the first slot is read from: it moves with the slot.</summary>
    private static int EndOf(PointDecoding decoding, IEnumerable<StatusWord> words, IEnumerable<OfferedQuantity> offered) => decoding.References()
        .Concat(words.Select(word => word.Reference))
        .Concat(offered.Select(one => one.UnitFrom?.Reference).OfType<RegisterReference>())
        .Max(reference => reference.Range.End);

    private OfferedQuantity? Offered(MapNode template, MapEntry entry)
    {
        if (entry.Value is not MapNode map) return null;
        points.CheckQuantity(entry.Key);
        points.CheckUnit(map.Scalar("unit"));
        var label = LabelParser.Read(map["label"]) ?? Quantities.Find(entry.Name)?.Label ?? new LocalizedText(entry.Name);
        return new OfferedQuantity(entry.Name, label, map.Text("unit") ?? "", points.Range(map), points.Scale(map),
            points.UnitFrom(template, map.Text("unit") ?? ""));
    }
}
