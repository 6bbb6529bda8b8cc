using System.Globalization;
using Gateway.Benchmarks;

// Measures the real program. Figures are printed, never asserted: they belong to the machine they were taken on.
switch (args)
{
    case ["tcp", var seconds, var feeds]:
        await TcpFleet.RunAsync(every: "0s", seconds: Seconds([seconds], 20), feeds: Seconds([feeds], 1));
        return 0;
    case ["tcp", .. var rest]:
        await TcpFleet.RunAsync(every: "0s", seconds: Seconds(rest, 20));
        return 0;
    case ["outage", .. var rest]:
        await TcpFleet.OutageAsync(seconds: Seconds(rest, 60));
        return 0;
    case ["idle", .. var rest]:
        await TcpFleet.RunAsync(every: "1s", seconds: Seconds(rest, 30));
        return 0;
    case ["rtu", .. var rest]:
        await SlowLine.RunAsync(seconds: Seconds(rest, 120));
        return 0;
    case ["history", .. var rest]:
        await HistoryFigures.RunAsync(hours: Seconds(rest, 26));
        return 0;
    case ["backlog", .. var rest]:
        await BacklogDrain.RunAsync(hours: Seconds(rest, 2));
        return 0;
    case ["writes", .. var rest]:
        await WriteFigures.RunAsync(hours: Seconds(rest, 3));
        return 0;
    case ["full", .. var rest]:
        await FullStoreFigures.RunAsync(megabytes: Seconds(rest, 2_000));
        return 0;
    case ["serve", var devices, var registers]:
        await FleetServer.RunAsync(int.Parse(devices, CultureInfo.InvariantCulture), int.Parse(registers, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine(
            """
            usage: Gateway.Benchmarks tcp  [SECONDS [FEEDS]]  32 TCP devices of 100 registers, flat out, stored with fsync, published with QoS 1 to mosquitto
                   Gateway.Benchmarks outage [SECONDS] the same without a broker: memory while the buffer grows
                   Gateway.Benchmarks idle [SECONDS]   the same at a period of 1 s: cores and memory
                   Gateway.Benchmarks rtu  [SECONDS]   a 9600 baud line with 8 units, 2 of them silent, 100 registers each
                   Gateway.Benchmarks history [HOURS]  200 points at 1 s taken into history and asked for: bytes a reading, times
                   Gateway.Benchmarks backlog [HOURS]  a backlog of 200 points at 1 s drains over 25 ms beside fresh readings: readings a second, latency
                   Gateway.Benchmarks writes [HOURS]   200 points at 1 s with history and two feeds, one of them down: bytes written to the device a day, memory
                   Gateway.Benchmarks full [MEGABYTES] a full store: how long it takes to open
            """);
        return 2;
}

static int Seconds(string[] rest, int otherwise) => rest is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
