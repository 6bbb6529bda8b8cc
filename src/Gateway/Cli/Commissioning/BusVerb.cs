namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw bus list|scan|sniff|stats</c>: what is on a bus.</summary>
internal static class BusVerb
{
    public static Verb Create() => new("bus", ("Buses: serial ports and network addresses with devices on them.", "总线：连接设备的串口和网络地址。"))
    {
        BusListVerb.Create(), BusScanVerb.Create(), BusSniffVerb.Create(), BusStatsVerb.Create(),
    };
}
