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

    public static string With(string bus, int brokerPort, string feed = "") =>
        $$"""
        site: { id: e2e, name: { en: End to end, zh: 端到端 }, timezone: Asia/Shanghai }
        buses:
          line: { {{bus}} }
        devices:
          outlet:
            profile: test/probe
            bus: line
            unit: {{Unit}}
            alarms:
              turbidity: { high: 0.8, deadband: 0.05, on_delay: 300ms, priority: 2 }
        feeds:
          platform: { broker: "mqtt://127.0.0.1:{{brokerPort}}", {{feed}} send: { alarms: all, readings: all } }
        buffer: { path: @BUFFER@, keep: 1d, maximum: 64MB, commit_every: 300ms }
        """;

    /// <summary>Turbidity as two registers, low word first.</summary>
    public static Task SetTurbidityAsync(this PymodbusServer server, float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return server.SetAsync(Unit, PymodbusTable.HoldingRegisters, TurbidityAddress, (ushort)bits, (ushort)(bits >> 16));
    }
}
