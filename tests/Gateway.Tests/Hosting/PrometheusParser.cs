using System.Diagnostics;
using System.Text.Json;
using Gateway.Testing;

namespace Gateway.Tests.Hosting;

/// <summary>Reads metrics with a parser that is not ours: the Python client of Prometheus (Debian's python3-prometheus-client).</summary>
internal static class PrometheusParser
{
    private const string Program =
        "import json, sys; from prometheus_client.parser import text_string_to_metric_families as parse; "
        + "print(json.dumps({f.name: f.type for f in parse(sys.stdin.read())}))";

    /// <returns>The kind of each metric by its name, counters without <c>_total</c>.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start");
        await python.StandardInput.WriteAsync(text.AsMemory(), patience.Token);
        python.StandardInput.Close();
        string found = await python.StandardOutput.ReadToEndAsync(patience.Token);
        await python.WaitForExitAsync(patience.Token);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(found) ?? [];
    }
}
