using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Listening;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw decode</c>: what bytes mean that somebody wrote down: a frame of any framing, or bare registers. Needs no device.</summary>
internal static class DecodeVerb
{
    private const int MostRegisters = 125, MostBytes = 1024;

    private static readonly VerbArgument<string[]> _hex = new("HEX",
        ("Bytes in hexadecimal, however they are written; an ASCII frame ':…'; or the text of a scale, with <STX> <CR> for what cannot be typed.",
            "十六进制字节，写法不限；ASCII 帧 “:…”；或秤的文本，不可键入的字符写作 <STX> <CR>。")) { Arity = ArgumentArity.OneOrMore };

    public static Verb Create()
    {
        var decode = new Verb("decode", ("What a frame, some registers or a scale's text mean. Needs no device.", "解释报文、寄存器或秤的文本，无需设备。"),
            new Example("envgw decode 03 03 04 B8 52 40 E6 EC C8", ("an RTU frame from a log", "日志中的 RTU 报文")),
            new Example("envgw decode B852 40E6", ("two bare registers", "两个寄存器")),
            new Example("envgw decode 'ww00012.34kg<CR><LF>'", ("what a scale said, by whichever protocol reads it", "秤发送的内容，自动识别协议")),
            new Example("envgw decode --scale mt-sics 'S S     12.34 kg'", ("by one protocol", "按指定协议")))
        {
            _hex, ScaleOption.Scale, SharedOptions.Config,
        };
        decode.SetAction(parsed => Run(parsed, CommandContext.From(parsed), string.Join(' ', parsed.GetRequiredValue(_hex))));
        return decode;
    }

    private static int Run(ParseResult parsed, CommandContext context, string written)
    {
        if (ScaleOption.TryProtocol(parsed, context, null, out var protocol) is not ExitCode.Fine and var unknown) return unknown;
        byte[]? bytes = written.TrimStart().StartsWith(':') ? AsciiOf(written) : HexText.Parse(written);
        var frames = protocol is null && bytes is { Length: > 0 and <= MostBytes } ? ModbusFrames.Understand(bytes) : [];
        // A check sum that is right proves a Modbus frame; nothing else is guessed then.
        var scales = frames.Count == 0 && written.Length <= 4 * MostBytes ? ScaleDecode.Of(written, bytes, protocol) : [];
        if (protocol is not null && scales.Count == 0) return NoFrame(context, written, protocol);
        if (scales.Count == 0 && bytes is null or { Length: 0 } or { Length: > MostBytes })
            return BusOptions.Refuse(
                context, ($"'{written}' are no bytes in hexadecimal, and no text that a scale would say", $"“{written}” 不是十六进制字节，也不是秤的文本"),
                "03 03 04 B8 52 40 E6 EC C8");
        bool isBare = protocol is null && frames.Count == 0 && bytes is not [(byte)':', ..] && bytes is { Length: > 0 and <= 2 * MostRegisters }
            && bytes.Length % 2 == 0;
        byte[] read = bytes ?? scales[0].Bytes.ToArray();
        if (context.Json)
            context.Out.WriteLine(JsonSerializer.Serialize(DecodeReport.Of(read, frames, isBare, scales), CommissioningJson.Readable.DecodeReport));
        else
        {
            context.Out.Write(ScaleDecode.TextOf(context, scales));
            if (scales.Count == 0 || isBare) context.Out.Write(TextOf(context, read, frames, isBare));
        }
        return frames.Count > 0 || isBare || scales.Count > 0 ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    private static int NoFrame(CommandContext context, string written, ScaleProtocol protocol)
    {
        context.Note(($"'{written}' is no frame of {protocol.Name}.", $"“{written}” 不是 {protocol.Name} 报文。"));
        context.Next(($"envgw decode '{written}'      (tries every protocol)", $"envgw decode '{written}'      （尝试所有协议）"));
        return ExitCode.ProblemsFound;
    }

    private static string TextOf(CommandContext context, byte[] bytes, IReadOnlyList<ModbusFrame> frames, bool isBare)
    {
        var text = new StringBuilder();
        foreach (var frame in frames)
        {
            string kind = frame.IsRequest ? context.Say("request", "请求") : context.Say("response", "应答");
            string check = frame.Framing switch
            {
                ModbusFraming.Rtu => context.Say("CRC ok", "CRC 正确"),
                ModbusFraming.Ascii => context.Say("LRC ok", "LRC 正确"),
                _ => context.Say($"transaction {frame.Transaction}", $"事务 {frame.Transaction}"),
            };
            text.AppendLine($"{NameOf(frame.Framing)} {kind}: {FrameText.Of(context, frame)}; {check}");
            if (RunOf(frame) is { } run) text.Append(RunPage.All(context, run));
        }
        if (frames.Count > 1) text.AppendLine(context.Say("Both are possible: on the line they look alike.", "两者都有可能：在线路上它们完全相同。"));
        if (frames.Count > 0) return text.ToString();
        if (ModbusFrames.Lrc(bytes) is var (sum, ends))
        {
            text.AppendLine(sum == ends
                ? context.Say("An ASCII frame with a right LRC, but no Modbus request or response.", "LRC 正确的 ASCII 报文，但不是 Modbus 请求或应答。")
                : context.Say($"No frame: as ASCII its LRC would be {sum:X2}, and it ends with {ends:X2}.",
                    $"不是完整报文：若为 ASCII，LRC 应为 {sum:X2}，而末尾是 {ends:X2}。"));
        }
        else if (bytes is [(byte)':', ..])
            text.AppendLine(context.Say("No frame: behind the colon belong pairs of hexadecimal digits.", "不是完整报文：冒号后应为成对的十六进制数字。"));
        else if (bytes.Length >= 4)
        {
            var (right, found) = ModbusFrames.Crc(bytes);
            text.AppendLine(context.Say(
                $"No frame: as RTU its CRC would be {Low(right)}, and it ends with {Low(found)}.", $"不是完整报文：若为 RTU，CRC 应为 {Low(right)}，而末尾是 {Low(found)}。"));
        }
        else text.AppendLine(context.Say("No frame: it is too short.", "不是完整报文：长度不足。"));
        if (isBare)
        {
            text.AppendLine(context.Say("As bare registers:", "作为寄存器："));
            text.Append(RunPage.All(context, new RegisterRun(RegisterTable.HoldingRegister, 0, bytes)));
        }
        return text.ToString();
    }

    /// <summary>The registers of a read's response; where they begin, the response does not say.</summary>
    private static RegisterRun? RunOf(ModbusFrame frame) =>
        FrameText.TableOf(frame.Function) is RegisterTable.HoldingRegister or RegisterTable.InputRegister && frame.Data.Length >= 2
            && frame.Data.Length % 2 == 0
            ? new RegisterRun(FrameText.TableOf(frame.Function)!.Value, 0, frame.Data)
            : null;

    private static byte[] AsciiOf(string written) => Encoding.ASCII.GetBytes(written.Replace(" ", "", StringComparison.Ordinal).TrimEnd('\r', '\n') + "\r\n");

    private static string Low(ushort crc) => $"{crc & 0xFF:X2} {crc >> 8:X2}";

    private static string NameOf(ModbusFraming framing) => framing switch { ModbusFraming.Rtu => "RTU", ModbusFraming.Ascii => "ASCII", _ => "Modbus TCP" };
}
