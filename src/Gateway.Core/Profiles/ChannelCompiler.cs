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
        string[] units = [.. map.Entries("quantities").Select(one => (one.Value as MapNode)?.Text("unit") ?? "")];
        OfferedQuantity[] offered = [.. map.Entries("quantities").Select((one, at) => Offered(map, one, at == 0 ? units : [])).OfType<OfferedQuantity>()];
        RegisterReference[] all = [.. decoding.References(), .. words.Select(word => word.Reference), .. offered.SelectMany(one => one.References())];
        if (!CheckSteps(map, entry.Name, all, (int)slots)) return null;
        if (all.Max(reference => reference.Range.End + (reference.Steps?.To((int)slots - 1) ?? (slots - 1) * stride)) > 65536)
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

    private bool CheckSteps(MapNode map, string channel, IEnumerable<RegisterReference> all, int slots)
    {
        if (all.FirstOrDefault(reference => reference.Steps?.Covers(slots) == false) is not { } wrong) return true;
        problems.Add(file.Problem(UnitProblems.StepsMissing, (map.Find("slots") ?? map.Find("read")!).Key.Span,
            $"{channel}: {RegisterText.Of(wrong.Range)}", wrong.Steps!.Registers.Count, slots));
        return false;
    }

    /// <param name="units">Units of all that the template offers, to be checked against the codes of a unit; empty when that was done.</param>
    private OfferedQuantity? Offered(MapNode template, MapEntry entry, IReadOnlyCollection<string> units)
    {
        if (entry.Value is not MapNode map) return null;
        string unit = map.Text("unit") ?? "";
        points.CheckQuantity(entry.Key);
        points.CheckUnit(map.Scalar("unit"));
        var label = LabelParser.Read(map["label"]) ?? Quantities.Find(entry.Name)?.Label ?? new LocalizedText(entry.Name);
        bool hasOwn = map.Find("unit_from") is not null;
        var unitFrom = hasOwn ? points.UnitFrom(map, unit, [unit]) : points.UnitFrom(template, unit, units);
        return new OfferedQuantity(entry.Name, label, unit, points.Range(map), points.Scale(map), unitFrom)
        {
            UnitSetting = points.UnitSetting(map, template, unit),
            StatusWords = [.. map.Items("status").SelectMany(word => status.Words(word, []))],
        };
    }
}
