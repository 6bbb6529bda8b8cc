using Gateway.EndToEnd;
using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Testing;

namespace Gateway.Faults.Site;

/// <summary>The real gateway between a device that counts its reads, which is the truth, and a broker with an independent subscriber.</summary>
internal sealed class GatewayStand : IAsyncDisposable
{
    private const string Reads = "outlet/reads";
    private const string LostConnection = "lost its connection";

    // At ten reads a second: what was sampled and not yet stored when it died.
    private const long UsuallyUnstored = 40;

    // Of ten, on a machine that has other work too.
    private const double FewestPollsASecond = 4;

    private static readonly TimeSpan _longestDrain = TimeSpan.FromSeconds(90);

    private readonly CaseRun _run;
    private readonly StandSettings _settings;
    private readonly List<long> _countsAtDeath = [];
    private readonly List<long> _countsAtStop = [];

    private GatewayStand(CaseRun run, StandSettings settings, PymodbusServer device, Mosquitto broker, Platform platform)
    {
        (_run, _settings, Device, Broker, Platform) = (run, settings, device, broker, platform);
        Gateway = new() { Launcher = settings.Network?.Launcher ?? settings.Launcher };
    }

    public PymodbusServer Device { get; }

    public Mosquitto Broker { get; }

    public Platform Platform { get; }

    public GatewayUnderTest Gateway { get; }

    /// <summary>The line in which the gateway says, or has said, that it has lost its broker.</summary>
    public Task<string> LosesConnectionAsync(TimeSpan limit) =>
        Gateway.Process.WaitForLineAsync(line => line.Contains(LostConnection, StringComparison.Ordinal), limit);

    /// <summary>How often the gateway has lost its broker since it was started last.</summary>
    public int LostConnections => Gateway.Process.Output.Entries.Count(line => line.Contains(LostConnection, StringComparison.Ordinal));

    /// <summary>Starts everything but the gateway, whose site file is ready.</summary>
    public static async Task<GatewayStand> MakeAsync(CaseRun run, StandSettings settings)
    {
        var device = run.Own(await Sites.StartProbeAsync());
        var broker = run.Own(await Mosquitto.StartAsync(new() { ExtraLines = ["max_inflight_messages 0", "max_queued_messages 0"] }));
        var platform = run.Own(await Platform.StartAsync(broker));
        var stand = run.Own(new GatewayStand(run, settings, device, broker, platform));
        string site = Sites.With(Sites.Tcp(device.Port), settings.BrokerPort ?? broker.Port, settings.Feed)
            .Replace("on_delay: 300ms", $"on_delay: {settings.OnDelay}", StringComparison.Ordinal);
        if (settings.Network is { } network) site = await MovedAsync(site, network, device.Port, broker.Port, settings.BrokerName);
        string[] lines = site.Split('\n');
        lines[^1] = $"buffer: {{ path: {settings.DataFolder}, {settings.Buffer} }}";
        stand.Gateway.WriteProbe(string.Join('\n', lines));
        return stand;
    }

    public Task StartAsync() => Gateway.StartAsync(_settings.Environment);

    /// <summary>SIGKILL, and notes how far the device had counted.</summary>
    /// <param name="isTheFault">Count it: false where the fault is another, and this only ends what it has left.</param>
    public async Task KillAsync(bool isTheFault = true)
    {
        bool wasAlive = !Gateway.Process.HasExited;
        await Gateway.Process.KillAsync();
        if (wasAlive) _run.Kills += isTheFault ? 1 : 0;
        else _run.Failed("the gateway was dead before it was killed");
        await NoteDeathAsync();
    }

    /// <summary>Notes how far the device had counted when a gateway died: what it had answered last may never have been stored.</summary>
    public async Task NoteDeathAsync() => _countsAtDeath.Add(await Device.CountOfAsync());

    /// <summary>Waits until the platform has a number that the device has given from now on.</summary>
    public async Task NewsArriveAsync(TimeSpan? limit = null)
    {
        int counted = await Device.CountOfAsync();
        await Platform.Messages.WaitForAsync(m => Platform.IsReadable(m) && m.Reaches(Reads, counted + 1), limit);
    }

    /// <summary>How long a number that the device gives from now on takes to the platform.</summary>
    public async Task<TimeSpan> LatencyAsync()
    {
        int counted = await Device.CountOfAsync(), from = Platform.Messages.Count;
        long begin = TimeProvider.System.GetTimestamp();
        await Platform.Messages.WaitForAsync(m => Platform.IsReadable(m) && m.Reaches(Reads, counted + 1), from: from);
        return TimeProvider.System.GetElapsedTime(begin);
    }

    /// <summary>Waits until the platform hears of something that happened to the gateway itself.</summary>
    /// <param name="kind">The member of the message: <c>store</c>, <c>clock-step</c>.</param>
    /// <param name="what">For <c>store</c>, what happened.</param>
    public Task IsToldAsync(string kind, string? what = null, TimeSpan? limit = null) => Platform.Messages.WaitForAsync(
        message => message.Topic.EndsWith("/data/event", StringComparison.Ordinal) && message.Json().TryGetProperty(kind, out var body)
            && (what is null || body.GetProperty("what").GetString() == what),
        limit);

    /// <summary>The device is asked as often as ever, or nearly.</summary>
    public async Task PollsGoOnAsync(string when, TimeSpan? watched = null)
    {
        var span = watched ?? TimeSpan.FromSeconds(3);
        int before = await Device.CountOfAsync();
        await Task.Delay(span);
        int count = await Device.CountOfAsync() - before;
        _run.Require(count >= span.TotalSeconds * FewestPollsASecond, $"polls go on {when}: {count} in {span.TotalSeconds:F0} s");
    }

    /// <summary>
    /// Stops the gateway, notes what is stored, lets it send the rest, and judges: all that is stored arrived, with one content each; nothing arrived that is
    /// not stored; what the device counted is there but for what was only in memory when the gateway died; and a receiver can prove all of it.
    /// </summary>
    /// <param name="mostUnstored">Of the device's answers right before a death, so many may never have been stored.</param>
    public async Task JudgeAsync(long mostUnstored = UsuallyUnstored)
    {
        await StandsStillAsync();
        var (stored, dropped) = StoredMessages.Of(_settings.DataFolder);
        await StartAsync();
        var faults = new List<string>();
        bool isDrained = await DrainsAsync(stored);
        var here = Platform.Here;
        var missing = stored.Where(id => !here.ContainsKey(id)).ToList();
        if (!isDrained) faults.Add($"not all arrived: {string.Join(", ", missing.Take(5))}");
        _run.Count(stored.Count, stored.Count - missing.Count, missing.Count, Platform.Repeats);
        faults.AddRange(Platform.Conflicts);
        // Some were stored after the look; they are newer than everything in it.
        var newest = stored.GroupBy(id => id.Lane).ToDictionary(lane => lane.Key, lane => lane.Max(id => id.Seq));
        var unstored = here.Keys.Where(id => id.Seq <= newest.GetValueOrDefault(id.Lane) && !stored.Contains(id) && !dropped(id));
        faults.AddRange(unstored.Select(id => $"{id} was sent and is not stored"));
        faults.AddRange(CountFaults(mostUnstored));
        foreach (string fault in faults.Take(10)) _run.Failed(fault);
        await ProveAsync();
    }

    /// <summary>Stops the gateway in good order.</summary>
    public async Task StandsStillAsync()
    {
        int code = await Gateway.Process.TerminateAsync();
        _run.Require(code == 0, $"the gateway ends well ({code})");
        _countsAtStop.Add(await Device.CountOfAsync());
    }

    /// <summary>A receiver of its own asks for everything the gateway has, and checks it against manifests and chains.</summary>
    public async Task ProveAsync()
    {
        var (code, said) = await VerifyAsync();
        _run.Require(code == 0, $"platform verify proves everything:\n{said}");
    }

    /// <summary>What a receiver finds that keeps what it has from one call to the next.</summary>
    public async Task<(int ExitCode, string Said)> VerifyAsync()
    {
        await using var verify = RunningProcess.Start(
            GatewayUnderTest.Program,
            [
                "platform", "verify", "--broker", $"mqtt://127.0.0.1:{Broker.Port}", "--until-proven", "--for", "60s", "--backfill", "all",
                "--ask-after", "1s", "--store", _run["received"],
            ],
            environment: new Dictionary<string, string?> { ["LC_ALL"] = "C" });
        int code = await verify.WaitForExitAsync(_longestDrain + Patience.Limit);
        return (code, "      " + string.Join("\n      ", verify.Output.Entries.Concat(verify.Errors.Entries)));
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    /// <summary>The site as it is seen from another network.</summary>
    private static async Task<string> MovedAsync(string site, NetworkBench network, int devicePort, int brokerPort, string? brokerName)
    {
        await network.LeadAsync(network.DeviceHost, devicePort);
        await network.LeadAsync(network.BrokerHost, brokerPort);
        return site.Replace($"127.0.0.1:{devicePort}", $"{network.DeviceHost}:{devicePort}", StringComparison.Ordinal)
            .Replace($"127.0.0.1:{brokerPort}", $"{brokerName ?? network.BrokerHost}:{brokerPort}", StringComparison.Ordinal);
    }

    private async Task<bool> DrainsAsync(IReadOnlySet<MessageId> stored)
    {
        try
        {
            await CaseRun.UntilAsync(() => stored.All(Platform.Here.ContainsKey), "everything stored has arrived", _longestDrain);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Each number that is missing was among the last before a death, with none behind it that is there; and no number came under two
    /// identities.</summary>
    private IEnumerable<string> CountFaults(long mostUnstored)
    {
        var numbers = Platform.NumbersOf(Reads);
        long newest = numbers.DefaultIfEmpty(0).Max();
        foreach (long number in Enumerable.Range(1, (int)newest).Select(n => (long)n).Where(n => !numbers.Contains(n)))
        {
            bool IsExplained(long count) => number <= count && count - number < mostUnstored && !numbers.Any(n => n > number && n <= count);
            // At a stop in good order one answer may have been on the wire.
            if (!_countsAtDeath.Exists(IsExplained) && !_countsAtStop.Contains(number))
                yield return $"the device's answer {number} is missing, and no death explains it";
        }
        foreach (long number in Platform.NumbersUnderTwoIdentities(Reads)) yield return $"the device's answer {number}, given once, is in two messages";
    }
}
