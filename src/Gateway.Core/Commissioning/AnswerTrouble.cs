using System.Globalization;
using Gateway.Core.Documents;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Commissioning;

/// <summary>What a technician is told when a unit did not answer as it should: tried, heard, likely, next.</summary>
internal static class AnswerTrouble
{
    private const int MostBytesShown = 24;

    private static readonly Wording _reversed = ("A and B reversed, or no power", "A/B 线接反或未上电");
    private static readonly Wording _otherSettings = ("other speed or address", "波特率或地址不同");
    private static readonly Wording _adapter = ("USB adapter at fault", "USB 转换器故障");
    private static readonly Wording _noUnit = ("nobody has this unit identifier there", "该从站地址无设备");
    private static readonly Wording _lineBehind = ("the line behind the gateway is broken", "网关后的线路中断");
    private static readonly Wording _framing = ("a serial device server that wants rtu+tcp://", "串口服务器，需用 rtu+tcp://");
    private static readonly Wording _otherFraming = ("a gateway that speaks Modbus TCP: tcp://", "网关使用 Modbus TCP，需用 tcp://");
    private static readonly Wording _parity = ("another parity or speed", "校验位或波特率不同");
    private static readonly Wording _conflict = ("two devices with this address", "两台设备使用同一地址");
    private static readonly Wording _noise = ("noise: termination, shield, common ground", "干扰：终端电阻、屏蔽、共地");
    private static readonly Wording _slow = ("the device is slower than the time-out", "设备应答慢于超时时间");

    /// <param name="answer">Not Ok.</param>
    public static BusTrouble Of(in ModbusAnswer answer, FailedRequest request)
    {
        var (kind, arguments) = KindOf(answer, request);
        return new BusTrouble(kind, arguments)
        {
            Tried = TriedOf(request),
            Heard = HeardOf(answer, request),
            Likely = kind == BusProblems.Exception && request.IsWrite ? RefusedWrite.LikelyOf(answer.Exception, request) : LikelyOf(kind, request),
            Next = kind == BusProblems.Exception && request.IsWrite ? RefusedWrite.NextOf(answer.Exception, request) : NextOf(kind, request),
        };
    }

    private static (ProblemKind Kind, IReadOnlyList<Wording> Arguments) KindOf(in ModbusAnswer answer, FailedRequest request) => ScanAnswers.Of(answer) switch
    {
        ScanAnswer.Refused => (BusProblems.Exception, [request.Unit, request.Bus, ScanAnswers.Code(answer.Exception), ScanAnswers.Meaning(answer.Exception)]),
        ScanAnswer.GatewaySaysNobody => (BusProblems.GatewaySaysNobody, [request.Unit, request.Bus, ScanAnswers.Code(answer.Exception)]),
        ScanAnswer.Damaged => (BusProblems.Damaged, [request.Unit, request.Bus]),
        ScanAnswer.Foreign => (BusProblems.Foreign, [request.Unit, request.Bus]),
        ScanAnswer.NoBus when answer.Fault == TransportFault.Busy => (BusProblems.ServiceKeepsBus, [request.Bus, BusProblems.TakenBack]),
        ScanAnswer.NoBus => (BusProblems.Lost, [request.Bus]),
        _ => (BusProblems.NoAnswer,
            [request.Unit, request.Bus, request.Tries == 1 ? ("1 try", "1 次") : ($"{request.Tries} tries", $"{request.Tries} 次"), SpanOf(request.Timeout)]),
    };

    private static Wording SpanOf(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");

    private static Wording TriedOf(FailedRequest request)
    {
        string settings = request.Settings.Length == 0 ? "" : $"{request.Settings}, ";
        string what = $"{settings}FC{request.Function:00}, {request.Range}";
        string registers = request.Range.IsBits ? request.Range.Quantity == 1 ? "bit" : "bits" : request.Range.Quantity == 1 ? "register" : "registers";
        string sent = request.Sent.IsEmpty ? "" : $"     TX {HexText.Of(request.Sent.Span)}";
        return ($"{what}, {request.Range.Quantity} {registers}{sent}", $"{what}，{request.Range.Quantity} 个{(request.Range.IsBits ? "位" : "寄存器")}{sent}");
    }

    private static Wording HeardOf(in ModbusAnswer answer, FailedRequest request)
    {
        if (answer.Outcome == ModbusOutcome.NoConnection) return answer.Detail ?? "";
        string bytes = HexText.Of(request.Heard.Span[..Math.Min(MostBytesShown, request.Heard.Length)]);
        return BusTrouble.HeardOf(request.Heard.Length, request.Heard.Length > MostBytesShown ? bytes + " …" : bytes);
    }

    private static IReadOnlyList<Wording> LikelyOf(ProblemKind kind, FailedRequest request) => kind.Code switch
    {
        "B012" when request.Settings.Length > 0 => [_reversed, _otherSettings, _adapter],
        "B012" => [_noUnit, _lineBehind, request.Bus.StartsWith("rtu+tcp://", StringComparison.Ordinal) ? _otherFraming : _framing],
        "B013" when request.Settings.Length > 0 => [_parity, _conflict, _noise],
        "B013" => [_conflict, _noise, _slow],
        "B016" => [_noUnit, _lineBehind],
        _ => [],
    };

    private static IReadOnlyList<string> NextOf(ProblemKind kind, FailedRequest request) => kind.Code switch
    {
        "B012" or "B013" or "B016" => [$"envgw bus scan {request.Bus}"],
        "B014" when request.Settings.Length > 0 => [$"envgw bus sniff {request.Bus}"],
        "B020" => ["envgw status"],
        "B015" => [$"envgw reg sweep {request.Bus} -u {request.Unit}"],
        _ => [],
    };
}
