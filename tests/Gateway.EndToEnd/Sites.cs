using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>The site of the end-to-end tests: one pymodbus device whose reads leave a trace.</summary>
internal static class Sites
{
    public const byte Unit = 17;

    /// <summary>Where the probe's registers are: a number that counts reads, and a turbidity in the word order of most cheap probes.</summary>
    public const ushort CounterAddress = 0, TurbidityAddress = 4;

    public const string ProbeProfile =
        """
        profile: test/probe
        version: 1.0.0
        device: { manufacturer: Test, model: Probe, firmware: "any", grade: A, source: "the end-to-end tests" }
        modbus: { byte_order: CDAB, addresses: zero_based, max_registers: 60 }
        points:
          reads: { label: { en: reads, zh: 读次数 }, quantity: count, unit: "1", read: "hr:0", type: uint32, byte_order: ABCD, every: 100ms }
          turbidity: { label: { en: turbidity, zh: 浊度 }, quantity: turbidity, unit: "{NTU}", read: "hr:4", type: float32, every: 100ms, range: [0, 100] }
        tests:
          - { registers: { "hr:0": "0001 0002", "hr:4": "CCCD 3ECC" }, expect: { reads: 65538, turbidity: 0.4 } }
        """;

    /// <summary>The alarms of the usual device.</summary>
    public const string Alarms = "turbidity: { high: 0.8, deadband: 0.05, on_delay: 300ms, priority: 2 }";

    /// <summary>A site with the probe on one bus.</summary>
    /// <param name="bus">The keys of the bus.</param>
    /// <param name="feed">Further keys of the feed, each with a comma after it.</param>
    /// <param name="scheme">mqtt or mqtts.</param>
    public static string With(string bus, int brokerPort, string feed = "", string scheme = "mqtt") =>
        Of($"line: {{ {bus} }}", $"outlet: {{ profile: test/probe, bus: line, unit: {Unit}, alarms: {{ {Alarms} }} }}", brokerPort, feed, scheme);

    /// <summary>A site of any buses and devices, each written on one line or as a flow mapping.</summary>
    public static string Of(string buses, string devices, int brokerPort, string feed = "", string scheme = "mqtt") =>
        $$"""
        site: { id: e2e, name: { en: End to end, zh: 端到端 }, timezone: Asia/Shanghai }
        buses: { {{buses}} }
        devices: { {{devices}} }
        feeds:
          platform: { broker: "{{scheme}}://127.0.0.1:{{brokerPort}}", {{feed}} send: { alarms: all, readings: all } }
        buffer: { path: @BUFFER@, keep: 1d, maximum: 64MB, commit_every: 300ms }
        """;

    /// <summary>The keys of a bus to a Modbus TCP server.</summary>
    public static string Tcp(int port) => $"connect: \"tcp://127.0.0.1:{port}\"";

    /// <summary>Writes the probe's profile and a site.</summary>
    public static void WriteProbe(this GatewayUnderTest gateway, string site)
    {
        gateway.Write("profiles/test/probe.yaml", ProbeProfile);
        gateway.WriteSite(site);
    }

    /// <summary>A probe whose turbidity is harmless and whose reads are counted.</summary>
    public static async Task<PymodbusServer> StartProbeAsync()
    {
        var server = await PymodbusServer.StartTcpAsync([new PymodbusUnit(Unit)]);
        await server.SetTurbidityAsync(0.4f);
        await server.StartCounterAsync(Unit, PymodbusTable.HoldingRegisters, CounterAddress);
        return server;
    }

    /// <summary>How often the probe has been read.</summary>
    public static Task<int> CountOfAsync(this PymodbusServer device) => device.ReadCounterAsync(Unit, PymodbusTable.HoldingRegisters, CounterAddress);

    /// <summary>Asks the server until it has been read so many times more: each question is answered in turn, so this waits without a clock.</summary>
    public static async Task CountedOnAsync(this PymodbusServer device, int more)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        int count = await device.CountOfAsync() + more;
        while (await device.CountOfAsync() < count) patience.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Turbidity as two registers, low word first.</summary>
    public static Task SetTurbidityAsync(this PymodbusServer server, float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return server.SetAsync(Unit, PymodbusTable.HoldingRegisters, TurbidityAddress, (ushort)bits, (ushort)(bits >> 16));
    }
}
