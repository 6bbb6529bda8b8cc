using System.Globalization;
using Gateway.Core.Documents;
using Gateway.Core.Profiles.Units;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Reads what other registers say of a point's number: its unit, its scale, its range, its fraction.</summary>
internal sealed class MeaningCompiler(SourceFile file, ProblemList problems, RegisterParser registers)
{
    /// <param name="unit">The point's own unit, into which codes for others are converted; null for a template whose quantities have their own.</param>
    public PointDecoding With(PointDecoding decoding, MapNode map, string? unit)
    {
        var type = decoding.Reference.Type;
        return decoding with
        {
            FractionFrom = registers.Source(map["fraction_from"]),
            FractionScale = map.Map("fraction_from")?.Decimal("scale") is { } scale ? DecimalFactor.From(scale) : DecimalFactor.One,
            ScaleFrom = Scale(map) ?? (unit is null ? null : Unit(map, unit, [unit])),
            RangeFrom = map.Map("range_from") is { } range
                && registers.Source(range["low"], type) is { } low && registers.Source(range["high"], type) is { } high
                ? (low, high)
                : null,
        };
    }

    /// <summary>The units that a code can stand for, as conversions into one unit; codes of another kind of quantity are left out, and read bad.</summary>
    /// <param name="checkedFor">Units into one of which each must be convertible; empty when that was checked already.</param>
    public ScaleChoice? Unit(MapNode map, string unit, IReadOnlyCollection<string> checkedFor)
    {
        if (map.Map("unit_from") is not { } from || registers.Reference(from, new RegisterParser.Wanted(RegisterType.UInt16)) is not { } reference) return null;
        var byCode = new Dictionary<long, (DecimalFactor, double)>();
        foreach (var entry in from.Entries("units"))
        {
            if (!CoreSchema.TryInteger(entry.Name, out long code) || entry.Value is not ScalarNode word) continue;
            if (UnitConversion.Linear(word.Text, unit) is { } conversion) byCode[code] = conversion;
            else if (checkedFor.Count > 0 && !checkedFor.Any(other => UnitConversion.Linear(word.Text, other) is not null))
            {
                string wanted = unit.Length == 0 ? "-" : string.Join(", ", checkedFor.Distinct());
                problems.Add(file.Problem(ProfileProblems.NoConversion, word.Span, word.Text, wanted) with { Suggestion = UnitSpelling.Meant(word.Text) });
            }
        }
        return new ScaleChoice(reference, byCode);
    }

    private ScaleChoice? Scale(MapNode map)
    {
        if (map.Map("scale_from") is not { } from) return null;
        if (registers.Reference(from, new RegisterParser.Wanted(RegisterType.UInt16)) is not { } reference) return null;
        var byCode = new Dictionary<long, (DecimalFactor, double)>();
        foreach (var entry in from.Entries("values"))
            if (CoreSchema.TryInteger(entry.Name, out long code) && Conversion(entry.Value) is { } conversion) byCode[code] = conversion;
        return new ScaleChoice(reference, byCode);
    }

    private (DecimalFactor Scale, double Offset)? Conversion(Node node)
    {
        if (node is ScalarNode scalar)
            return CoreSchema.TryDecimal(scalar.Text, out decimal factor) && factor != 0 ? (DecimalFactor.From(factor), 0) : Zero(scalar);
        if (node is not MapNode map || Pair(map, "from") is not var (fromLow, fromHigh) || Pair(map, "to") is not var (toLow, toHigh)) return null;
        if (fromLow == fromHigh || toLow == toHigh)
        {
            var equal = fromLow == fromHigh ? (fromLow, fromHigh) : (toLow, toHigh);
            var span = map.Find(fromLow == fromHigh ? "from" : "to")!.Value.Span;
            problems.Add(file.Problem(ProfileProblems.RangeOrder, span, Text(equal.Item1), Text(equal.Item2)));
            return null;
        }
        var slope = DecimalFactor.Ratio(toHigh - toLow, fromHigh - fromLow);
        return (slope, (double)toLow - slope.Apply((double)fromLow));
    }

    private (DecimalFactor, double)? Zero(ScalarNode scalar)
    {
        problems.Add(file.Problem(ProfileProblems.ScaleZero, scalar.Span));
        return null;
    }

    private static (decimal Low, decimal High)? Pair(MapNode map, string key) =>
        map.Items(key) is [ScalarNode first, ScalarNode second]
            && CoreSchema.TryDecimal(first.Text, out decimal low) && CoreSchema.TryDecimal(second.Text, out decimal high)
            ? (low, high)
            : null;

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
