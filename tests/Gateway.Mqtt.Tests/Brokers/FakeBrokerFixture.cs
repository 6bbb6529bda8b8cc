using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>A session, the fake broker it talks to, and the clock it goes by.</summary>
internal sealed class FakeBrokerFixture : IAsyncDisposable
{
    public FakeBrokerFixture(Func<MqttSessionOptions, MqttSessionOptions>? configure = null)
    {
        var options = new MqttSessionOptions { Host = "127.0.0.1", Port = Broker.Port, ClientIdentifier = "gw" };
        Session = new MqttSession(configure?.Invoke(options) ?? options, Clock);
    }

    public TestClock Clock { get; } = new();

    public FakeBroker Broker { get; } = new();

    public MqttSession Session { get; }

    public static MqttPublish Message(int number = 0, int quality = 1) =>
        new() { Topic = "t", Payload = System.Text.Encoding.ASCII.GetBytes($"{number}"), QualityOfService = quality };

    /// <summary>Connects the session with a CONNACK of these properties.</summary>
    public async Task<FakeBrokerConnection> ConnectAsync(bool sessionPresent = false, params Property[] properties)
    {
        var connecting = Session.ConnectAsync(default).AsTask();
        var connection = await Broker.AcceptAsync();
        await connection.WelcomeAsync(sessionPresent, properties);
        var result = await connecting.WaitAsync(Patience.Limit);
        Assert.Equal(MqttConnectOutcome.Connected, result.Outcome);
        return connection;
    }

    /// <summary>Plays the broker in the connection by which 3.1.1 discards a session: CONNECT with clean session, CONNACK, DISCONNECT.</summary>
    public async Task DiscardAsync()
    {
        using var connection = await Broker.AcceptAsync();
        Assert.Equal("100E" + "00044D515454" + "04" + "02" + "001E" + "00026777", await connection.ReadHexAsync());
        await connection.SendAsync("20020000");
        Assert.Equal("E000", await connection.ReadHexAsync());
    }

    /// <summary>Lets the session connect, answers CONNECT as told, and gives the result.</summary>
    public async Task<MqttConnectResult> AnswerConnectAsync(string hex)
    {
        var connecting = Session.ConnectAsync(default).AsTask();
        using var connection = await Broker.AcceptAsync();
        await connection.ReadConnectAsync();
        await connection.SendAsync(hex);
        return await connecting.WaitAsync(Patience.Limit);
    }

    public Task<MqttPublishResult> Publish(int number = 0, int quality = 1) =>
        Session.PublishAsync(Message(number, quality), default).AsTask().WaitAsync(Patience.Limit);

    public Task<MqttConnectionEnd> Ended => Session.Ended.WaitAsync(Patience.Limit);

    /// <summary>Waits until the session knows that so many bytes after CONNECT are written: it may learn it after the broker has read them.</summary>
    public Task WrittenAsync(long bytes) => Eventually(() => Session.Counters.BytesSent >= bytes);

    /// <summary>Waits for a condition that no event tells.</summary>
    public static async Task Eventually(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        Broker.Dispose();
    }
}
