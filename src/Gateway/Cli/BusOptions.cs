using System.CommandLine;
using System.Globalization;
using Gateway.Core.Commissioning;
using Gateway.Core.Documents;
using Gateway.Fieldbus.Serial;

namespace Gateway.Cli;

/// <summary>Which bus, which unit, how it is spoken with: the same on every command that talks to devices.</summary>
internal static class BusOptions
{
    public static VerbArgument<string> Bus { get; } = new("BUS",
        ("A port (/dev/ttyUSB0), an address (tcp://192.0.2.20:502, also rtu+tcp:// ascii+tcp:// udp://) or a bus of the site file.",
         "串口（/dev/ttyUSB0）、地址（tcp://192.0.2.20:502，亦可 rtu+tcp:// ascii+tcp:// udp://）或站点文件中的总线。"));

    public static VerbOption<byte> Unit { get; } = Aliased<byte>("--unit", "-u",
        ("Unit identifier, 1 to 247; on TCP 0 to 255.", "从站地址，1 到 247；TCP 为 0 到 255。"), "N");

    public static VerbOption<string?> Serial { get; } =
        new("--serial", ("Line settings of a port as one word (default: the site's, else what the last scan found there, else 9600-8N1).",
            "串口参数，写成一个词（默认取站点文件，其次取上次扫描结果，否则 9600-8N1）。"), "9600-8N1");

    public static VerbOption<string?> Framing { get; } =
        new("--framing", ("Frames on a port: rtu (default) or ascii.", "串口上的帧格式：rtu（默认）或 ascii。"), "rtu|ascii", "rtu", "ascii");

    public static VerbOption<bool> Echo { get; } = new("--echo", ("The adapter sends our own requests back.", "转换器会回显所发内容。"));

    public static VerbOption<bool> Yes { get; } = new("--yes", ("Do not ask for confirmation.", "不要求确认。"));

    /// <summary>An option with a short form.</summary>
    public static VerbOption<T> Aliased<T>(string name, string alias, Wording meaning, string? value = null, params string[] words)
    {
        var option = new VerbOption<T>(name, meaning, value, words);
        option.Aliases.Add(alias);
        return option;
    }

    /// <summary>What the command line says of the bus.</summary>
    /// <param name="target">The bus, when there is one.</param>
    /// <returns>The exit code after what is wrong has been reported; 0 when nothing is.</returns>
    public static int TryTarget(ParseResult parsed, CommandContext context, out BusTarget? target) =>
        TryTarget(parsed, context, parsed.GetRequiredValue(Bus), parsed.GetValue(Serial), out target);

    /// <summary>The same for a bus and settings that were kept from an earlier command.</summary>
    /// <param name="shipped">Line settings where nobody says anything else.</param>
    public static int TryTarget(
        ParseResult parsed, CommandContext context, string written, string? serialWord, out BusTarget? target, SerialSettings? shipped = null)
    {
        target = null;
        SerialSettings? serial = null;
        if (serialWord is { } word && !SerialSettings.TryParse(word, out serial, out string? fault))
            return Refuse(context, ($"'{word}' are no serial settings: {fault}", $"“{word}” 不是有效的串口参数"), "--serial 9600-8N1");
        var reader = new BusTargetReader(context, parsed.GetRequiredValue(SharedOptions.Config))
        {
            Serial = serial,
            Shipped = shipped,
            IsAscii = parsed.GetValue(Framing) is { } framing ? framing == "ascii" : null,
            HasEcho = parsed.GetValue(Echo),
            Unit = parsed.GetResult(Unit) is { Implicit: false } ? parsed.GetValue(Unit) : null,
        };
        return reader.TryRead(written, out target);
    }

    /// <summary>The same for a command that asks for registers, of which scales have none.</summary>
    public static int TryModbusTarget(ParseResult parsed, CommandContext context, out BusTarget? target) =>
        TryModbusTarget(parsed, context, parsed.GetRequiredValue(Bus), parsed.GetValue(Serial), out target);

    public static int TryModbusTarget(ParseResult parsed, CommandContext context, string written, string? serialWord, out BusTarget? target)
    {
        int code = TryTarget(parsed, context, written, serialWord, out target);
        if (target is not { IsScale: true }) return code;
        var scales = target.Scales;
        new BusAccess(context).Report(new BusTrouble(
            BusProblems.NoRegisters, [target.Written, string.Join(", ", scales.Select(device => device.Scale!.Protocol).Distinct())])
        {
            Next = [$"envgw bus sniff {target.Written}", .. scales.Take(1).Select(device => $"envgw device test {device.Name}")],
        });
        target = null;
        return ExitCode.WrongUsage;
    }

    /// <returns>False after the mistake was reported.</returns>
    public static bool TrySpan(CommandContext context, string? written, TimeSpan usual, out TimeSpan span)
    {
        span = usual;
        if (written is null || (Durations.TryParse(written, out span) && span > TimeSpan.Zero)) return true;
        Refuse(context, ($"'{written}' is no span of time", $"“{written}” 不是有效的时长"), "500ms, 2s, 1min");
        return false;
    }

    /// <summary>One mistake and how it is written rightly.</summary>
    public static int Refuse(CommandContext context, Wording message, string example)
    {
        context.Fail(message, ($"write {example}", $"写作 {example}"));
        return ExitCode.WrongUsage;
    }

    /// <summary>Milliseconds up to a second, else seconds.</summary>
    public static string SpanText(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");
}
