using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Modbus.Listening;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw bus sniff</c>: what others say on a line, frame by frame. Never sends.</summary>
internal static class BusSniffVerb
{
    private const int NoteColumn = 52;

    public static Verb Create()
    {
        var sniff = new Verb("sniff", ("Listen on an RTU line or to scales without ever sending.", "旁听 RTU 线路或秤，只听不发。"),
            new Example("envgw bus sniff /dev/ttyUSB0 --serial 9600-8N1", ("who asks whom for what", "谁向谁读取什么")),
            new Example("envgw bus sniff /dev/ttyUSB0 --for 10s --json", ("ten seconds as JSON lines", "旁听十秒，输出 JSON 行")),
            new Example("envgw bus sniff /dev/ttyUSB1 --serial 9600-7E1 --scale toledo-continuous", ("what a scale says", "秤发送的内容")))
        {
            BusOptions.Bus, ListeningOptions.For, ScaleOption.Scale, BusOptions.Serial, SharedOptions.Config,
        };
        sniff.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        sniff.EndsWithReader = true;
        return sniff;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (!BusOptions.TrySpan(context, parsed.GetValue(ListeningOptions.For), TimeSpan.Zero, out var span)) return ExitCode.WrongUsage;
        if (BusOptions.TryTarget(parsed, context, out var target) is not ExitCode.Fine and var wrong) return wrong;
        if (ScaleOption.TryProtocol(parsed, context, target, out var protocol) is not ExitCode.Fine and var unknown) return unknown;
        if (protocol is not null)
            return await new BusAccess(context).UseAsync(target!.ForScales(), line => ScaleSniff.RunAsync(context, line, protocol, span, stop), stop);
        if (!ListeningOptions.CanBeHeard(context, target!)) return ExitCode.WrongUsage;
        return await new BusAccess(context).UseAsync(target!, line => ListenAsync(context, line, span, ProfileVerb.LibraryOf(parsed), stop), stop);
    }

    private static async Task<int> ListenAsync(CommandContext context, BusLine line, TimeSpan span, ProfileLibrary library, CancellationToken stop)
    {
        context.Note(($"Listening on {line.Bus.Display}, sending nothing. Ctrl-C ends it.", $"正在旁听 {line.Bus.Display}，不发送任何内容。Ctrl-C 结束。"));
        if (line.IsBorrowed)
            context.Note((
                "What the gateway itself asks is not heard: it pauses meanwhile. Only others on this line are.",
                "听不到网关自身的询问：期间其轮询已暂停，只能听到线路上的其他设备。"));
        var listening = new LineListening(line);
        using var end = ListeningOptions.End(span, line.Time, stop);
        bool isThere = await listening.RunAsync((frame, asked, took) => Tell(context, line.Time.GetUtcNow(), frame, asked, took), end.Token);
        Summarise(context, line, listening, library);
        if (!isThere) new BusAccess(context).Report(new BusTrouble(BusProblems.Lost, [line.Target.Written]));
        return !isThere || (listening.Bytes == 0 && !stop.IsCancellationRequested) ? ExitCode.NoAnswer : stop.IsCancellationRequested
            ? ExitCode.Interrupted : ExitCode.Fine;
    }

    private static void Tell(CommandContext context, DateTimeOffset now, ModbusFrame frame, ModbusFrame? asked, TimeSpan? took)
    {
        if (context.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(SniffLine.Of(now, frame, took), CommissioningJson.Lines.SniffLine));
            return;
        }
        string bytes = string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss.fff}Z {(frame.IsRequest ? "TX" : "RX")} {HexText.Of(frame.Bytes.Span)}");
        string note = FrameText.Of(context, frame, asked) + (took is { } span ? $"  ✓ {FrameText.Ms(span)}" : "");
        context.Out.WriteLine($"{bytes}{new string(' ', Math.Max(2, NoteColumn - bytes.Length))}{note}");
    }

    private static void Summarise(CommandContext context, BusLine line, LineListening listening, ProfileLibrary library)
    {
        if (listening.Bytes == 0 && line.IsBorrowed)
        {
            TellPaused(context, line.Target);
            return;
        }
        if (listening.Bytes == 0)
        {
            context.Note(("Nothing was heard, not even noise: nobody asks here, or A and B are not connected.", "什么也没听到，连干扰也没有：没有主站在询问，或 A、B 线未接。"));
        }
        else
        {
            var statistics = listening.Statistics;
            context.Note(($"{statistics.Units.Sum(unit => unit.Requests)} requests, {statistics.Units.Sum(unit => unit.Answers)} answered, "
                    + $"{statistics.Units.Sum(unit => unit.Unanswered)} not; {listening.Garbage} of {listening.Bytes} bytes belong to no frame.", $"{statistics.Units.Sum(unit => unit.Requests)} 个请求，{statistics.Units.Sum(unit => unit.Answers)} 个有应答，{statistics.Units.Sum(unit => unit.Unanswered)} 个无应答；"
                    + $"{listening.Bytes} 字节中 {listening.Garbage} 字节不属于任何报文。"));
            if (2 * listening.Garbage > listening.Bytes && ScaleRecognition.Heard(listening.Last) is { Count: > 0 } scales)
            {
                TellScale(context, line, scales, library);
                return;
            }
            if (2 * listening.Garbage > listening.Bytes)
                context.Note(("Mostly garbage: the line runs at other settings, or it is no RTU.", "大部分无法识别：线路参数不同，或不是 RTU。"));
        }
        context.Next($"envgw bus scan {line.Target.Written}");
    }

    /// <summary>A bus on which only the gateway asks is quiet for whoever borrows it.</summary>
    private static void TellPaused(CommandContext context, BusTarget target)
    {
        context.Note((
            "Nothing was heard: the gateway asks on this bus and has paused for this command, and nobody else does. To hear its frames, listen with a second "
                + "adapter on the same wires: envgw bus sniff /dev/ttyUSB1",
            "什么也没听到：该总线由网关询问，现已为本命令暂停，没有其他主站。要旁听网关的报文，请在同一线路上接另一个转换器：envgw bus sniff /dev/ttyUSB1"));
        string stats = $"envgw bus stats {target.Written}";
        context.Next(($"{stats}     or  envgw watch", $"{stats}     或  envgw watch"));
    }

    /// <summary>A protocol that several makers' indicators speak: which profile it is, the name plate says.</summary>
    /// <param name="protocols">All that read what was heard, the likeliest first.</param>
    private static void TellScale(CommandContext context, BusLine line, IReadOnlyList<string> protocols, ProfileLibrary library)
    {
        string protocol = protocols[0];
        string[] profiles = [.. library.All.Where(file => file.Compiled.Model?.Forms.Any(form => form.Scale?.Protocol == protocol) == true).Select(file =>
            file.Name)];
        string known = profiles.Length == 0 ? "" : context.Say($", as {string.Join(", ", profiles)} does", $"，对应模板：{string.Join("、", profiles)}");
        context.Note(($"A scale that speaks {protocol}{known}.", $"这是使用 {protocol} 的秤{known}。"));
        var others = protocols.Skip(1).ToList();
        if (others.Count > 0)
            context.Note((
                $"What was heard reads as {string.Join(", ", others)} too: compare the weights with the display.",
                $"听到的内容也符合 {string.Join("、", others)}：请与仪表显示的重量核对。"));
        foreach (string possible in protocols) context.Next($"envgw bus sniff {line.Target.Written} --scale {possible}");
        if (profiles is not [var first, ..]) return;
        string add = $"envgw device add --bus {line.Target.Written} --serial {line.Bus.Serial} --profile {first} --name";
        context.Next(($"{add} NAME", $"{add} 名称"));
    }
}
