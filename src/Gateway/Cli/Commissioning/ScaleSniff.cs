using System.Globalization;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Fieldbus.Scales;

namespace Gateway.Cli.Commissioning;

/// <summary>What scales say on a line, frame by frame as text, with what the protocol reads in it. Never sends.</summary>
internal static class ScaleSniff
{
    private const int NoteColumn = 52;

    public static async Task<int> RunAsync(CommandContext context, BusLine line, ScaleProtocol protocol, TimeSpan span, CancellationToken stop)
    {
        context.Note(($"Listening on {line.Bus.Display} for {protocol.Name}, sending nothing. Ctrl-C ends it.",
            $"正在按 {protocol.Name} 旁听 {line.Bus.Display}，不发送任何内容。Ctrl-C 结束。"));
        var listening = new ScaleListening(line, protocol);
        using var end = ListeningOptions.End(span, line.Time, stop);
        bool isThere = await listening.RunAsync(frame => Tell(context, line.Time.GetUtcNow(), protocol, frame), end.Token);
        Summarise(context, line, listening);
        if (!isThere) new BusAccess(context).Report(new BusTrouble(BusProblems.Lost, [line.Target.Written]));
        if (!isThere || (listening.Bytes == 0 && !stop.IsCancellationRequested)) return ExitCode.NoAnswer;
        if (stop.IsCancellationRequested) return ExitCode.Interrupted;
        return listening.Counters.Frames > 0 ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    private static void Tell(CommandContext context, DateTimeOffset now, ScaleProtocol protocol, ScaleFrame frame)
    {
        if (context.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(ScaleSniffLine.Of(now, protocol, frame), CommissioningJson.Lines.ScaleSniffLine));
            return;
        }
        string bytes = string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss.fff}Z RX {LineText.Of(frame.Bytes.Span)}");
        context.Out.WriteLine($"{bytes}{new string(' ', Math.Max(2, NoteColumn - bytes.Length))}{WeightText.Of(frame).In(context.Language)}");
    }

    private static void Summarise(CommandContext context, BusLine line, ScaleListening listening)
    {
        var counters = listening.Counters;
        if (listening.Bytes == 0)
        {
            context.Note(("Nothing was heard, not even noise: the scale's output is off, it waits to be asked, or its TX does not reach our RX.",
                "什么也没听到，连干扰也没有：秤的输出已关闭、等待查询，或其 TX 未接到我方 RX。"));
        }
        else
        {
            context.Note((
                $"{Plural.Of(counters.Frames, "frame")}, {counters.CheckSumErrors} with a wrong check sum; {counters.GarbageBytes} of {listening.Bytes} bytes belong to no frame.",
                $"{counters.Frames} 个报文，{counters.CheckSumErrors} 个校验错误；{listening.Bytes} 字节中 {counters.GarbageBytes} 字节不属于任何报文。"));
        }
        string next = $"envgw bus sniff {line.Target.Written} --serial 9600-8N1 --scale PROTOCOL";
        if (listening is { Bytes: > 0, Counters.Frames: 0 })
        {
            string heard = LineText.Of(listening.Last.Span);
            context.Note(($"No frame of {listening.Protocol.Name}: other line settings, or another protocol. The last bytes: {heard}",
                $"没有 {listening.Protocol.Name} 报文：串口参数或协议不同。最后收到：{heard}"));
            next = $"envgw decode '{heard}'";
        }
        else if (line.Target.Scales is [var scale, ..]) next = $"envgw device test {scale.Name}";
        else if (listening.Bytes > 0) next = "envgw profile list";
        context.Next(next);
    }
}
