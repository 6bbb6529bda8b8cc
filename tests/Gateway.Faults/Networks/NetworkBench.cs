using System.Globalization;
using Gateway.Faults.Running;
using Gateway.Testing;

namespace Gateway.Faults.Networks;

/// <summary>
/// A network namespace in which a gateway runs, with a cable to its devices and another to its broker. Only the second is tampered with, so that a case sees
/// whether polling goes on. What is behind the cables stays on the loopback interface of the machine, and a relay carries it over.
/// </summary>
internal sealed class NetworkBench : IAsyncDisposable
{
    private readonly CaseRun _run;
    private readonly string _deviceNet;
    private readonly string _brokerNet;
    private bool _isGone;

    private NetworkBench(CaseRun run)
    {
        _run = run;
        Name = run.Mark;
        int network = 64 + (Environment.ProcessId % 64);
        (_deviceNet, _brokerNet) = ($"10.{network}.1", $"10.{network}.2");
    }

    /// <summary>Of the namespace.</summary>
    public string Name { get; }

    /// <summary>What starts a program in the namespace: put before its command line.</summary>
    public IReadOnlyList<string> Launcher => ["ip", "netns", "exec", Name];

    public string DeviceHost => _deviceNet + ".1";

    public string BrokerHost => _brokerNet + ".1";

    /// <summary>An address behind the broker's cable at which nobody is.</summary>
    /// <remarks>Of two it is tried first, because it has more bits in common with the gateway's own (RFC 6724, rule 9).</remarks>
    public string DeadHost => _brokerNet + ".3";

    private static string Cable(string side, string end) => string.Create(CultureInfo.InvariantCulture, $"ef{Environment.ProcessId}{side}{end}");

    private static string BrokerCable => Cable("b", "g");

    public static async Task<NetworkBench> MakeAsync(CaseRun run)
    {
        var bench = run.Own(new NetworkBench(run));
        await Command.RunAsync("ip", "netns", "add", bench.Name);
        await bench.InsideAsync("ip", "link", "set", "lo", "up");
        await bench.LayAsync("d", bench._deviceNet);
        await bench.LayAsync("b", bench._brokerNet);
        return bench;
    }

    /// <summary>What connects to this port of the device's or the broker's host comes out at the same port of the machine's loopback interface.</summary>
    public async Task LeadAsync(string host, int port)
    {
        var relay = _run.Own(RunningProcess.Start("socat", ["-d", "-d", $"TCP-LISTEN:{port},bind={host},reuseaddr,fork", $"TCP:127.0.0.1:{port}"], "socat"));
        await relay.WaitForLineAsync(line => line.Contains("listening on", StringComparison.Ordinal));
    }

    /// <summary>What the names are in the namespace: a hosts(5) file.</summary>
    public void WriteHosts(string text)
    {
        string folder = Directory.CreateDirectory(HostsFolder).FullName;
        File.WriteAllText(Path.Combine(folder, "hosts"), "127.0.0.1 localhost\n" + text);
    }

    /// <summary>Packets disappear without a word, both ways: connections are half open.</summary>
    public async Task PartitionAsync()
    {
        await LoseWhatIsSentAsync();
        await LoseAnswersAsync();
    }

    public Task LoseWhatIsSentAsync() => FilterAsync("OUTPUT", "-o", BrokerCable, "-j", "DROP");

    /// <summary>What the gateway says arrives, and no answer comes back.</summary>
    public Task LoseAnswersAsync() => FilterAsync("INPUT", "-i", BrokerCable, "-j", "DROP");

    /// <summary>A part of all packets disappears, both ways.</summary>
    public async Task LoseSomeAsync(double part)
    {
        string[] some = ["-m", "statistic", "--mode", "random", "--probability", part.ToString(CultureInfo.InvariantCulture), "-j", "DROP"];
        await FilterAsync("INPUT", ["-i", BrokerCable, .. some]);
        await FilterAsync("OUTPUT", ["-o", BrokerCable, .. some]);
    }

    /// <summary>Small packets pass and big ones disappear, as behind a router that says nothing of its MTU.</summary>
    public Task LoseBigAsync(int bytes) =>
        FilterAsync("OUTPUT", "-o", BrokerCable, "-p", "tcp", "-m", "length", "--length", $"{bytes}:65535", "-j", "DROP");

    /// <summary>Each packet is answered with a reset.</summary>
    public Task RejectAsync() => FilterAsync("OUTPUT", "-o", BrokerCable, "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset");

    /// <param name="rate">As tc(8) takes it: <c>64kbit</c>.</param>
    public Task SlowDownAsync(string rate) =>
        InsideAsync("tc", "qdisc", "replace", "dev", BrokerCable, "root", "tbf", "rate", rate, "burst", "4k", "latency", "400ms");

    /// <summary>Ends the connections to the broker's host on the gateway's side: ss(8).</summary>
    /// <returns>What was ended; empty when there was none.</returns>
    public async Task<string> KillSocketsAsync() => (await InsideAsync("ss", "-H", "-t", "-K", "dst", BrokerHost)).Trim();

    public static Task PullCableAsync() => Command.RunAsync("ip", "link", "set", Cable("b", "m"), "down");

    public static Task PlugCableAsync() => Command.RunAsync("ip", "link", "set", Cable("b", "m"), "up");

    /// <summary>Takes away every rule.</summary>
    public async Task HealAsync()
    {
        await InsideAsync("iptables", "-F");
        // There may be none.
        await Command.TryAsync(Launcher[0], [.. Launcher.Skip(1), "tc", "qdisc", "del", "dev", BrokerCable, "root"]);
    }

    /// <summary>Packets that met a rule since the last time it was healed.</summary>
    public async Task<long> StruckPacketsAsync()
    {
        string listing = await InsideAsync("iptables", "-nvxL");
        var rules = listing.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return rules.Where(words => words.Length > 2 && words[2] is "DROP" or "REJECT").Sum(words => long.Parse(words[0], CultureInfo.InvariantCulture));
    }

    /// <summary>What is sent to a host disappears.</summary>
    public Task LoseAllToAsync(string host) => FilterAsync("OUTPUT", "-d", host, "-j", "DROP");

    public async ValueTask DisposeAsync()
    {
        if (_isGone) return;
        _isGone = true;
        // The cables go with it.
        await Command.RunAsync("ip", "netns", "del", Name);
        if (Directory.Exists(HostsFolder)) Directory.Delete(HostsFolder, recursive: true);
    }

    private string HostsFolder => Path.Combine("/etc/netns", Name);

    private Task<string> FilterAsync(string chain, params IEnumerable<string> rule) => InsideAsync(["iptables", "-A", chain, .. rule]);

    private Task<string> InsideAsync(params IReadOnlyList<string> command) => Command.RunAsync(Launcher[0], [.. Launcher.Skip(1), .. command]);

    private async Task LayAsync(string side, string net)
    {
        string ours = Cable(side, "m"), theirs = Cable(side, "g");
        await Command.RunAsync("ip", "link", "add", theirs, "type", "veth", "peer", "name", ours);
        await Command.RunAsync("ip", "link", "set", theirs, "netns", Name);
        await Command.RunAsync("ip", "addr", "add", $"{net}.1/24", "dev", ours);
        await Command.RunAsync("ip", "link", "set", ours, "up");
        await InsideAsync("ip", "addr", "add", $"{net}.2/24", "dev", theirs);
        // The rules see what goes over the wire, and not the large pieces that the kernel would else cut up behind them.
        await InsideAsync("ip", "link", "set", theirs, "gso_max_segs", "1");
        await InsideAsync("ip", "link", "set", theirs, "up");
    }
}
