using Gateway.Core.Documents;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Commissioning;

/// <summary>What a technician is told when a scale said nothing, or nothing that can be understood.</summary>
internal static class ScaleTrouble
{
    private const int MostBytesShown = 48;

    private static readonly Wording _wires = ("TX and RX (or A and B) reversed, or no power", "TX/RX（或 A/B）接反或未上电");
    private static readonly Wording _mute = ("the indicator's menu: output off, or another mode", "仪表菜单：输出关闭或模式不同");
    private static readonly Wording _settings = ("other line settings: try 7E1 and 8N1", "串口参数不同：可试 7E1 和 8N1");
    private static readonly Wording _protocol = ("the indicator's menu: another output format", "仪表菜单：输出格式不同");
    private static readonly Wording _address = ("another address", "地址不同");
    private static readonly Wording _server = ("a device server that has no line behind it", "串口服务器未连接线路");

    /// <param name="answer">Not Ok.</param>
    /// <param name="device">The scale's name.</param>
    /// <param name="bus">As the person wrote it.</param>
    /// <param name="settings"><c>9600-7E1</c>; empty on a network.</param>
    public static BusTrouble Of(in ScaleAnswer answer, string device, string bus, string settings, ScaleTrial trial)
    {
        var kind = KindOf(answer.Outcome);
        string protocol = trial.Protocol.Name;
        return new BusTrouble(kind, kind == BusProblems.Lost ? [bus] : [device, bus, protocol, answer.Report.ErrorCode ?? ""])
        {
            Tried = string.Join(", ", new[] { settings, protocol, SentBy(trial) }.Where(part => part.Length > 0)),
            Heard = HeardBy(trial),
            Likely = LikelyOf(answer.Outcome, settings.Length > 0, trial.Device.Scale!.IsAddressed),
            Next = kind == BusProblems.ScaleRefuses ? [] : [$"envgw bus sniff {bus}"],
        };
    }

    private static ProblemKind KindOf(ScaleOutcome outcome) => outcome switch
    {
        ScaleOutcome.NoConnection => BusProblems.Lost,
        ScaleOutcome.NoAnswer => BusProblems.ScaleSilent,
        ScaleOutcome.Refused => BusProblems.ScaleRefuses,
        _ => BusProblems.ScaleNotUnderstood,
    };

    private static string SentBy(ScaleTrial trial) =>
        string.Join(" ", trial.Turns.Where(turn => !turn.Sent.IsEmpty).Select(turn => $"TX {LineText.Of(turn.Sent.Span)}"));

    private static Wording HeardBy(ScaleTrial trial)
    {
        byte[] heard = [.. trial.Turns.SelectMany(turn => turn.Heard.ToArray())];
        return BusTrouble.HeardOf(heard.Length, LineText.Of(heard.AsSpan(Math.Max(0, heard.Length - MostBytesShown))));
    }

    private static IReadOnlyList<Wording> LikelyOf(ScaleOutcome outcome, bool isSerial, bool isAddressed) => outcome switch
    {
        ScaleOutcome.NoAnswer => [isSerial ? _wires : _server, isAddressed ? _address : _mute, .. isSerial ? [_settings] : Array.Empty<Wording>()],
        ScaleOutcome.Garbage or ScaleOutcome.CheckSumError => isSerial ? [_settings, _protocol] : [_protocol],
        ScaleOutcome.Mismatch => [_address, _protocol],
        _ => [],
    };
}
