namespace Gateway.Testing;

/// <summary>mosquitto_sub as an independent witness of what a broker hands out. It connects again by itself when the broker was away.</summary>
public sealed class MosquittoSubscriber : IAsyncDisposable
{
    private const string Acknowledged = "Subscribed (mid: ";

    private readonly RunningProcess _process;
    private readonly Journal<string> _subscribed = new("subscriptions");
    private readonly Task _reading;

    private MosquittoSubscriber(RunningProcess process)
    {
        _process = process;
        _reading = SortAsync();
    }

    /// <summary>Every message received, in order, repeats included.</summary>
    public Journal<MosquittoMessage> Messages { get; } = new("messages");

    /// <summary>Subscribes at the plain listener and waits for the broker's acknowledgement.</summary>
    /// <param name="topicFilters">At least one.</param>
    public static async Task<MosquittoSubscriber> StartAsync(IBroker broker, IReadOnlyList<string> topicFilters, MosquittoSubscriberOptions? options = null)
    {
        string program = RunningProcess.Find("mosquitto_sub") ?? throw new PeerMissingException("mosquitto_sub", "mosquitto-clients");
        // Into a pipe it would keep its lines back until there are 4 kB of them.
        var process = RunningProcess.Start("stdbuf", ["-oL", program, .. Arguments(broker, topicFilters, options ?? new())], "coreutils");
        var subscriber = new MosquittoSubscriber(process);
        try
        {
            await subscriber.SubscribedAsync(1);
            return subscriber;
        }
        catch (TimeoutException e)
        {
            await subscriber.DisposeAsync();
            throw new TimeoutException($"{e.Message}\n{string.Join('\n', process.Errors.Entries)}", e);
        }
    }

    /// <summary>The first message that the predicate accepts, past or to come.</summary>
    public Task<MosquittoMessage> WaitForAsync(Func<MosquittoMessage, bool> predicate, TimeSpan? timeout = null) => Messages.WaitForAsync(predicate, timeout);

    /// <summary>Completes when a broker has acknowledged its subscriptions for the so-manieth time: 2 when it has come back once.</summary>
    public Task SubscribedAsync(int times) => _subscribed.WaitForCountAsync(times);

    /// <summary>SIGSTOP: it takes nothing more, and the broker has to keep its messages.</summary>
    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _reading;
    }

    private static IEnumerable<string> Arguments(IBroker broker, IReadOnlyList<string> topicFilters, MosquittoSubscriberOptions options)
    {
        // -d also prints the acknowledgement of the subscription, which is what a test must await before it publishes.
        List<string> arguments = ["-h", "127.0.0.1", "-p", $"{broker.Port}", "-d", "-q", $"{options.Qos}", "-F", MosquittoMessage.Format];
        arguments.AddRange(["-V", options.Version5 && broker.SpeaksVersion5 ? "mqttv5" : "mqttv311"]);
        if (options.PersistentClientId is { } id) arguments.AddRange(["-i", id, "-c"]);
        if (options.User is { } user) arguments.AddRange(["-u", user]);
        if (options.Password is { } password) arguments.AddRange(["-P", password]);
        return [.. arguments, .. topicFilters.SelectMany(filter => (string[])["-t", filter])];
    }

    private async Task SortAsync()
    {
        for (int at = 0; ; at++)
        {
            string line;
            try
            {
                line = await _process.Output.WaitForAsync(_ => true, Timeout.InfiniteTimeSpan, at);
            }
            catch (TimeoutException)
            {
                Messages.End();
                _subscribed.End();
                return;
            }
            if (line.StartsWith(Acknowledged, StringComparison.Ordinal)) _subscribed.Add(line);
            if (line.StartsWith(MosquittoMessage.Prefix, StringComparison.Ordinal)) Messages.Add(MosquittoMessage.Parse(line));
        }
    }
}
