using System.Globalization;
using Gateway.Core.Documents;
using Gateway.Core.Profiles.Units;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Makes points of what a profile writes about them.</summary>
/// <param name="every">How often points are read that say nothing themselves.</param>
internal sealed class PointCompiler(SourceFile file, ProblemList problems, RegisterParser registers, TimeSpan every)
{
    /// <summary>Names that mean a device's own alarms wherever points are named.</summary>
    public static IReadOnlyList<string> ReservedNames { get; } = ["comm_failure", "stale", "bad_quality", "profile_mismatch", "firmware_mismatch"];

    private static readonly TimeSpan _leastStale = TimeSpan.FromSeconds(10);

    private readonly MeaningCompiler _meanings = new(file, problems, registers);
    private readonly UnitSettingCompiler _settings = new(file, problems, registers);

    public ProfilePoint? Point(MapEntry entry)
    {
        if (entry.Value is not MapNode map) return null;
        if (map.Find("field") is { } field)
            problems.Add(file.Problem(ScaleProblems.PointUnfit, field.Key.Span, entry.Name, "field", ("Modbus device", " Modbus 设备"), "read: hr:0"));
        var point = Common(entry, map);
        return Decoding(map, point.Unit) is { } decoding ? point with { Decoding = decoding, UnitSetting = UnitSetting(map, map, point.Unit) } : null;
    }

    /// <summary>What a point has whatever it is read by.</summary>
    public ProfilePoint Common(MapEntry entry, MapNode map)
    {
        if (ReservedNames.Contains(entry.Name)) problems.Add(file.Problem(ProfileProblems.ReservedName, entry.Key.Span, entry.Name));
        string quantity = map.Text("quantity") ?? "";
        CheckQuantity(map.Scalar("quantity"));
        CheckUnit(map.Scalar("unit"));
        var (period, stale) = Times(entry.Name, map);
        return new ProfilePoint
        {
            Name = entry.Name,
            Label = LabelParser.Read(map["label"]) ?? Quantities.Find(quantity)?.Label ?? new LocalizedText(entry.Name),
            Quantity = quantity,
            Unit = map.Text("unit") ?? "",
            Every = period,
            StaleAfter = stale,
            Decoding = new PointDecoding(),
        };
    }

    /// <summary>How registers become the value; null when the file does not say it well enough.</summary>
    /// <param name="unit">The point's unit; null for a template whose quantities have their own.</param>
    public PointDecoding? Decoding(MapNode map, string? unit)
    {
        bool isText = map.Text("type") == "text";
        if (isText && map.Integer("length") is null) problems.Add(file.Problem(ProfileProblems.LengthMissing, map.Scalar("type")!.Span));
        bool isWide = map.Flag("one_a_register") ?? false;
        int length = (int)(map.Integer("length") ?? 0);
        var reference = registers.Reference(map, new RegisterParser.Wanted(TextRegisters: isWide ? length : (length + 1) / 2));
        if (reference is null) return null;
        bool isBoolean = reference.Type == RegisterType.Bit || map.Find("bit") is not null;
        CheckFitness(map, isText, isBoolean);
        var decoding = new PointDecoding
        {
            Reference = reference,
            Scale = Scale(map) ?? DecimalFactor.One,
            Offset = map.Number("offset") ?? 0,
            DecimalsFrom = registers.Source(map["decimals_from"]),
            SignFrom = registers.Source(map["sign_from"]),
            Sentinels = SentinelParser.Read(file, problems, map, reference.Type),
            IsBoolean = isBoolean && map.Map("map") is null,
            IsWideText = isWide,
            IsInverted = map.Flag("invert") ?? false,
            Meanings = Meanings(map),
            Range = Range(map),
        };
        return _meanings.With(decoding, map, unit);
    }

    /// <summary>The units among which a register chooses, for one of the quantities that a template offers.</summary>
    /// <param name="checkedFor">Units into one of which each must be convertible.</param>
    public ScaleChoice? UnitFrom(MapNode map, string unit, IReadOnlyCollection<string> checkedFor) => _meanings.Unit(map, unit, checkedFor);

    /// <summary>What a setting of the device leaves open of the unit of a point, or of a quantity that a template offers.</summary>
    public UnitSetting? UnitSetting(MapNode map, MapNode template, string unit) => _settings.Setting(map, template, unit);

    public DecimalFactor? Scale(MapNode map)
    {
        if (map.Decimal("scale") is not { } scale) return null;
        if (scale == 0) problems.Add(file.Problem(ProfileProblems.ScaleZero, map["scale"]!.Span));
        return DecimalFactor.From(scale);
    }

    public (double Low, double High)? Range(MapNode map)
    {
        if (map.Items("range") is not [var first, var second] || first.AsNumber() is not { } low || second.AsNumber() is not { } high) return null;
        if (low > high) problems.Add(file.Problem(ProfileProblems.RangeOrder, map["range"]!.Span, Text(low), Text(high)));
        return (low, high);
    }

    /// <summary>How often the value is read and how old it may be.</summary>
    public (TimeSpan Every, TimeSpan StaleAfter) Times(string name, MapNode map)
    {
        var period = map.Duration("every") ?? every;
        var three = period * 3 > _leastStale ? period * 3 : _leastStale;
        if (map.Duration("stale_after") is not { } stale) return (period, three);
        if (stale < period * 3)
        {
            problems.Add(file.Problem(
                ProfileProblems.StaleTooShort, map["stale_after"]!.Span, name, Durations.Text(stale), Durations.Text(period), Durations.Text(period * 3)));
        }
        return (period, stale);
    }

    public void CheckQuantity(ScalarNode? quantity)
    {
        if (quantity is null || Quantities.Find(quantity.Text) is not null) return;
        if (Suggestion.For(quantity.Text, Quantities.All.Select(known => known.Name)) is { } meant)
            problems.Add(file.Problem(ProfileProblems.QuantityMisspelt, quantity.Span, quantity.Text) with { Suggestion = meant });
    }

    public void CheckUnit(ScalarNode? unit) => UnitCheck.Run(file, problems, unit);

    private static readonly string[] _fromRegisters =
        ["decimals_from", "sign_from", "fraction_from", "unit_from", "scale_from", "range_from", "unit_setting", "unit_code"];

    /// <summary>Keys that mean nothing for a text, a state or a word are mistakes, not decoration.</summary>
    private void CheckFitness(MapNode map, bool isText, bool isBoolean)
    {
        bool isWord = map.Find("map") is not null;
        if (isText) Refuse(map, ("with a text", "文本"), ["scale", "offset", "range", "map", "invert", "unit", .. _fromRegisters]);
        else Refuse(map, ("without 'type: text'", "类型不是 text 时"), ["length", "one_a_register"]);
        if (isWord) Refuse(map, ("together with 'map'", "有 “map” 时"), ["scale", "offset", "range", "unit", "invert", .. _fromRegisters]);
        else if (isBoolean) Refuse(map, ("with a value that is true or false", "真假值"), ["scale", "offset", "range", "unit", "bad", .. _fromRegisters]);
        else if (!isText) Refuse(map, ("with a number", "数字"), ["invert"]);
    }

    private void Refuse(MapNode map, Wording why, ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
            if (map.Find(key) is { } entry) problems.Add(file.Problem(ProfileProblems.KeyUnfit, entry.Key.Span, key, why));
    }

    private static Dictionary<long, string>? Meanings(MapNode map)
    {
        if (map.Map("map") is not { } words) return null;
        var meanings = new Dictionary<long, string>();
        foreach (var entry in words.Entries)
            if (CoreSchema.TryInteger(entry.Name, out long number) && entry.Value is ScalarNode word) meanings[number] = word.Text;
        return meanings;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
