using Gateway.Core.Site;

namespace Gateway.Cli.Commissioning;

/// <summary>What commands that only listen have in common.</summary>
internal static class ListeningOptions
{
    public static VerbOption<string?> For { get; } = new("--for", ("How long to listen (default: until Ctrl-C).", "旁听时长（默认直到 Ctrl-C）。"), "SPAN");

    /// <returns>False after it was said why this bus cannot be listened to.</returns>
    public static bool CanBeHeard(CommandContext context, BusTarget target)
    {
        if (target.IsSerial && target.Bus.Framing == BusFraming.Rtu) return true;
        if (target.Bus is { Transport: BusTransport.Tcp, Framing: BusFraming.Rtu }) return true;
        BusOptions.Refuse(
            context, ("only an RTU line can be listened to: over TCP nobody hears what others say",
                "只能旁听 RTU 线路：TCP 上听不到他人的通信"), "/dev/ttyUSB0, rtu+tcp://192.0.2.20:4001");
        return false;
    }

    /// <summary>Ends when the span has passed or the person has had enough.</summary>
    public static CancellationTokenSource End(TimeSpan span, TimeProvider time, CancellationToken stop)
    {
        var passed = span > TimeSpan.Zero ? new CancellationTokenSource(span, time) : new CancellationTokenSource();
        stop.Register(passed.Cancel);
        return passed;
    }
}
