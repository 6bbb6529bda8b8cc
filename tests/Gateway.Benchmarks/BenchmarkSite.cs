using System.Text;

namespace Gateway.Benchmarks;

/// <summary>Writes the files of a measured site: one profile of consecutive registers, one device a bus or many on one.</summary>
internal static class BenchmarkSite
{
    public static string Write(string folder, int registers, string every, IEnumerable<string> buses, IEnumerable<string> devices, params IReadOnlyList<int> brokerPorts)
    {
        Directory.CreateDirectory(Path.Combine(folder, "profiles", "bench"));
        File.WriteAllText(Path.Combine(folder, "profiles", "bench", "block.yaml"), Profile(registers, every));
        string site = Path.Combine(folder, "site.yaml");
        File.WriteAllText(site,
            $$"""
            site: { id: bench, name: { en: Benchmark, zh: 基准测试 }, timezone: Etc/UTC }
            buses:
            {{string.Join('\n', buses.Select(line => "  " + line))}}
            devices:
            {{string.Join('\n', devices.Select(line => "  " + line))}}
            feeds:
            {{string.Join('\n', brokerPorts.Select((port, i) => $"  platform{i}: {{ broker: \"mqtt://127.0.0.1:{port}\", client_id: bench-{i}, send: {{ alarms: all, readings: all }} }}"))}}
            buffer: { path: "{{Path.Combine(folder, "buffer")}}", keep: 1d, maximum: 4GB }

            """);
        return site;
    }

    private static string Profile(int registers, string every)
    {
        var text = new StringBuilder();
        text.AppendLine(
            """
            profile: bench/block
            version: 1.0.0
            device: { manufacturer: Bench, model: Block, firmware: "any", grade: A, source: "the benchmark" }
            modbus: { addresses: zero_based, max_registers: 125 }
            points:
            """);
        for (int i = 0; i < registers; i++)
            text.AppendLine($"  p{i:000}: {{ label: {{ en: point {i}, zh: 点位 {i} }}, quantity: count, unit: \"1\", read: \"hr:{i}\", type: uint16, every: {every}, stale_after: 60s }}");
        text.AppendLine("""tests: [ { registers: { "hr:0": "000A" }, expect: { p000: 10 } } ]""");
        return text.ToString();
    }
}
