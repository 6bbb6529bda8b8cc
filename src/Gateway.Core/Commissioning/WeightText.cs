using Gateway.Core.Documents;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Commissioning;

/// <summary>What a weighing frame says, in one line: <c>gross 12.34 kg, tare 0.50 kg, stable</c>.</summary>
internal static class WeightText
{
    public static Wording Of(ScaleFrame frame) => frame.Result switch
    {
        FrameResult.Refused => ($"refuses: {frame.Report.ErrorCode}", $"拒绝执行：{frame.Report.ErrorCode}"),
        FrameResult.Answer => ("an answer without a weight", "不含重量的应答"),
        _ => Of(frame.Report),
    };

    public static Wording Of(in WeightReport report)
    {
        List<Wording> said = [];
        if (report.Address is { } address) said.Add(($"scale {address}", $"秤 {address}"));
        string unit = ScaleUnits.Symbol(report.Unit, report.UnitText);
        Add(said, ("displayed", "显示"), report.Displayed, unit);
        Add(said, ("gross", "毛重"), report.Gross, unit);
        Add(said, ("net", "净重"), report.Net, unit);
        Add(said, ("tare", "皮重"), report.Tare, unit);
        if (ConditionOf(report) is { } condition) said.Add(condition);
        if (report.Stable is { } stable) said.Add(stable ? ("stable", "稳定") : ("in motion", "动态"));
        if (report.CentreOfZero == true) said.Add(("at zero", "零点"));
        if (said.Count == 0) said.Add(("no weight", "无重量"));
        return (string.Join(", ", said.Select(one => one.English)), string.Join("，", said.Select(one => one.Chinese)));
    }

    private static void Add(List<Wording> said, Wording name, Weight? weight, string unit)
    {
        if (weight is not { } known) return;
        string text = $"{known} {unit}".TrimEnd();
        said.Add(($"{name.English} {text}", $"{name.Chinese} {text}"));
    }

    private static Wording? ConditionOf(in WeightReport report) => report.Condition switch
    {
        ScaleCondition.Ok => null,
        ScaleCondition.Held => ("held", "保持"),
        ScaleCondition.ZeroNotCaptured => ("zero not captured", "未归零"),
        ScaleCondition.OverRange => ("overload", "超载"),
        ScaleCondition.UnderRange => ("underload", "欠载"),
        ScaleCondition.OutOfRange => ("out of range", "超出量程"),
        ScaleCondition.NoStability => ("no stable weight in time", "未能及时稳定"),
        ScaleCondition.NotNow => ("not possible now", "当前无法执行"),
        _ => ($"fault {report.ErrorCode}".TrimEnd(), $"故障 {report.ErrorCode}".TrimEnd()),
    };
}
