using System.Globalization;

namespace Gateway.Fieldbus.Scales;

/// <summary>Text with places to fill in: what polls and simulates a scale that is described.</summary>
/// <remarks><c>{weight:8}</c> and <c>{gross:8}</c>, <c>{net:8}</c>, <c>{tare:8}</c> right aligned in eight characters, <c>{unit}</c>, <c>{address:00}</c>, and
/// <c>{stable?ST:US}</c>, also with <c>net</c>, <c>zero</c> and <c>overload</c>: the first text when it holds, else the second.</remarks>
internal static class ScaleTemplate
{
    public static bool NamesAddress(string template) => template.Contains("{address", StringComparison.Ordinal);

    public static bool TellsCondition(string template) => template.Contains("{overload?", StringComparison.Ordinal);

    public static void Add(ref FrameWriter frame, string template, in WeightReport report, SignStyle sign = default)
    {
        for (var rest = template.AsSpan(); !rest.IsEmpty;)
        {
            int open = rest.IndexOf('{');
            int close = open < 0 ? -1 : rest[open..].IndexOf('}');
            if (close < 0)
            {
                frame.Add(rest.ToString());
                return;
            }
            frame.Add(rest[..open].ToString());
            string? text = Fill(rest.Slice(open + 1, close - 1).ToString(), report, sign);
            if (text is null) frame.Fail();
            else frame.Add(text);
            rest = rest[(open + close + 1)..];
        }
    }

    /// <returns>Null when the place is not known, or the report has nothing for it.</returns>
    private static string? Fill(string place, in WeightReport report, SignStyle sign)
    {
        if (place.Split('?', 2) is [var mark, var texts]) return Choose(mark, texts.Split(':', 2), report);
        string[] parts = place.Split(':', 2);
        string format = parts.Length > 1 ? parts[1] : "";
        return parts[0] switch
        {
            "weight" => Format(report.Shown, format, report, sign),
            "gross" => Format(report.Gross, format, report, sign),
            "net" => Format(report.Net, format, report, sign),
            "tare" => Format(report.Tare, format, report, sign),
            "unit" => ScaleUnits.Symbol(report.Unit, report.UnitText),
            "address" when !format.AsSpan().ContainsAnyExcept('0') => report.Address?.ToString(format, CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static string? Choose(string mark, string[] texts, in WeightReport report)
    {
        bool? holds = mark switch
        {
            "stable" => report.Stable != false,
            "net" => report.ShowsNet,
            "zero" => report.CentreOfZero == true,
            "overload" => report.Condition >= ScaleCondition.OverRange,
            _ => null,
        };
        return holds is null || texts.Length != 2 ? null : texts[holds.Value ? 0 : 1];
    }

    private static string? Format(Weight? weight, string format, in WeightReport report, SignStyle sign)
    {
        int width = int.TryParse(format, CultureInfo.InvariantCulture, out int wanted) ? wanted : 0;
        if (report.Condition >= ScaleCondition.OverRange) return "".PadLeft(width);
        if (weight is not { } known) return null;
        string text = known.Digits >= 0 || sign == SignStyle.Leading ? known.ToString() : sign == SignStyle.Trailing ? $"{-known}-" : $"({-known})";
        return width > 0 && text.Length > width ? null : text.PadLeft(width);
    }
}
