namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>
/// A broker that follows a script, line by line, in the manner of mosquitto's own client tests: <c>&gt; HEX</c> is a packet that the client must send, to
/// the byte; <c>&lt; HEX</c> is what it gets; <c>x</c> means that the client must have closed; <c>---</c> cuts the line and awaits the next connection.
/// Everything behind <c>#</c> is a remark.
/// </summary>
internal static class BrokerScript
{
    /// <summary>Plays broker and client at once; both must come to their end.</summary>
    /// <param name="client">What the client does.</param>
    public static async Task PlayAsync(string script, Func<MqttSession, Task> client, Func<MqttSessionOptions, MqttSessionOptions>? configure = null)
    {
        await using var test = new FakeBrokerFixture(configure);
        var acting = client(test.Session);
        await PlayAsync(test.Broker, script);
        await acting.WaitAsync(Patience.Limit);
    }

    private static async Task PlayAsync(FakeBroker broker, string script)
    {
        var connection = await broker.AcceptAsync();
        try
        {
            foreach (string line in script.Split('\n').Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
            {
                switch (line[0])
                {
                    case '>':
                        Assert.Equal((line, line[1..].Replace(" ", "", StringComparison.Ordinal)), (line, await connection.ReadHexAsync()));
                        break;
                    case '<':
                        await connection.SendAsync(line[1..]);
                        break;
                    case 'x':
                        Assert.Empty(await connection.ReadAsync());
                        connection.CloseSending();
                        break;
                    default:
                        connection.Dispose();
                        connection = await broker.AcceptAsync();
                        break;
                }
            }
        }
        finally
        {
            connection.Dispose();
        }
    }
}
