using System.Text.Json;
using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Testing;

namespace Gateway.Faults.Site;

/// <summary><c>envgw platform verify</c> as a platform that is always there: it keeps what comes in a folder, and asks for what is missing.</summary>
/// <param name="port">Of the broker, or of a door that leads to one.</param>
/// <param name="name">Of the folder in which it keeps what it receives.</param>
internal sealed class Receiver(CaseRun run, int port, string name = "received") : IAsyncDisposable
{
    private static readonly TimeSpan _longestProof = TimeSpan.FromMinutes(4);

    private RunningProcess? _process;

    private string Folder => run[name];

    /// <summary>Listens until it is told to stop.</summary>
    public void Listen() => _process = Start("--for", "1h");

    /// <summary>Stops listening, and goes on from its folder until all is proven.</summary>
    /// <returns>How often a message came more than once.</returns>
    public async Task<long> ProveAsync()
    {
        await (_process ?? throw new InvalidOperationException("It has not listened.")).InterruptAsync();
        long repeats = Repeats(_process);
        await _process.DisposeAsync();
        _process = Start("--until-proven", "--for", "3min");
        int code = await _process.WaitForExitAsync(_longestProof);
        run.Require(code == 0, $"platform verify proves everything:\n      {string.Join("\n      ", _process.Output.Entries.Concat(_process.Errors.Entries))}");
        return repeats + Repeats(_process);
    }

    /// <summary>Stops listening.</summary>
    /// <returns>What it says of all that came.</returns>
    public async Task<string> ReportAsync()
    {
        var process = _process ?? throw new InvalidOperationException("It has not listened.");
        await process.InterruptAsync();
        return string.Join('\n', process.Output.Entries);
    }

    /// <summary>What is in its folder, by identity.</summary>
    public IReadOnlySet<MessageId> Received() => Received(Folder);

    /// <summary>What a receiver has kept, by identity.</summary>
    public static IReadOnlySet<MessageId> Received(string folder)
    {
        var received = new HashSet<MessageId>();
        if (!Directory.Exists(folder)) return received;
        foreach (string file in Directory.GetFiles(folder, "*.jsonl", SearchOption.AllDirectories))
        {
            foreach (string line in WholeLinesOf(file))
            {
                using var document = JsonDocument.Parse(line);
                received.Add(MessageId.Of(document.RootElement));
            }
        }
        return received;
    }

    /// <summary>Waits until so many messages more are in its folder.</summary>
    public async Task TakesMoreAsync(int messages, TimeSpan limit)
    {
        int before = Received().Count;
        await CaseRun.UntilAsync(() => Received().Count >= before + messages, $"the receiver has {messages} messages more", limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    private RunningProcess Start(params IEnumerable<string> how) => RunningProcess.Start(
        GatewayUnderTest.Program,
        [
            "platform", "verify", "--broker", $"mqtt://127.0.0.1:{port}", "--client", "platform",
            "--backfill", "all", "--ask-after", "2s", "--store", Folder, "--json", .. how,
        ],
        environment: new Dictionary<string, string?> { ["LC_ALL"] = "C" });

    private static long Repeats(RunningProcess process)
    {
        string report = string.Join('\n', process.Output.Entries);
        if (!report.StartsWith('{')) return 0;
        using var document = JsonDocument.Parse(report);
        var lanes = document.RootElement.GetProperty("gateways").EnumerateArray().SelectMany(gateway => gateway.GetProperty("lanes").EnumerateArray());
        return lanes.Sum(lane => lane.GetProperty("repeats").GetInt64());
    }

    /// <summary>It is being written while we read: a line without its end is not there yet.</summary>
    private static string[] WholeLinesOf(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
