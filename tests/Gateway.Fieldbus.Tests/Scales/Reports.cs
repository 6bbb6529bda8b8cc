using System.Globalization;
using Gateway.Fieldbus.Scales;

namespace Gateway.Fieldbus.Tests.Scales;

/// <summary>Reports as one line of text, so that a table can say what a frame means: <c>gross 12.34 tare 0.00 kg stable</c>.</summary>
internal static class Reports
{
    public static string Say(WeightReport report)
    {
        List<string> words = [];
        if (report.Address is { } address) words.Add(string.Create(CultureInfo.InvariantCulture, $"#{address}"));
        if (report.Gross is { } gross) words.Add($"gross {gross}");
        if (report.Net is { } net) words.Add($"net {net}");
        if (report.Tare is { } tare) words.Add($"tare {tare}");
        if (report.Displayed is { } displayed) words.Add($"shown {displayed}");
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText);
        if (unit.Length > 0) words.Add(unit);
        if (report.Stable is { } stable) words.Add(stable ? "stable" : "motion");
        if (report.Condition != ScaleCondition.Ok) words.Add(report.Condition.ToString());
        if (report.ErrorCode is { } code) words.Add($"'{code}'");
        if (report.CentreOfZero is { } zero) words.Add(zero ? "zero" : "off-zero");
        if (report.HighResolution) words.Add("fine");
        return string.Join(' ', words);
    }

    /// <summary>Reads all that is there, as a client does.</summary>
    public static List<(FrameResult Result, WeightReport Report)> ReadAll(ScaleProtocol protocol, ReadOnlySpan<byte> bytes, out int left)
    {
        List<(FrameResult, WeightReport)> all = [];
        while (protocol.TryRead(bytes, out var report, out int consumed) is var result && result != FrameResult.NeedMore)
        {
            if (consumed < 1 || consumed > bytes.Length) throw new InvalidOperationException($"{protocol.Name} consumed {consumed} of {bytes.Length}");
            bytes = bytes[consumed..];
            all.Add((result, report));
        }
        left = bytes.Length;
        return all;
    }
}
