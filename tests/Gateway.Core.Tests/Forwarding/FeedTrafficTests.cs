using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Tests.Forwarding.EnvgwJson;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding;

public class FeedTrafficTests
{
    [Fact]
    public async Task A_pause_that_ends_between_looking_and_waiting_is_still_waited_for()
    {
        await using var bench = new FeedBench();
        await bench.StoreAsync(1);
        bench.Broker.Script = _ => BrokerAnswer.Refuse(MqttReasonCode.QuotaExceeded);
        await using var session = bench.Broker.Session(new FeedSessionRequest(bench.Feed, () => new MqttPublish { Topic = "status", Payload = default }));
        await session.ConnectAsync(CancellationToken.None);
        var now = TimeSpan.Zero;
        var around = new FeedSurroundings(Samples.Identity, bench.Layout, bench.Buffer, bench.Broker.Session, () => ClockState.Synchronized);
        var traffic = new FeedTraffic(bench.Feed, around, () => now, bench.Clock, bench.Random, () => { }, NullLogger.Instance);
        traffic.Begin(1, () => [], _ => []);
        Assert.True(traffic.SendNext(session, CancellationToken.None));
        await traffic.WhenAllEnded();
        await traffic.TakeEndedAsync();

        Assert.False(traffic.SendNext(session, CancellationToken.None));
        now = TimeSpan.FromMinutes(1);
        Assert.NotNull(traffic.NextResumption());
        Assert.True(traffic.SendNext(session, CancellationToken.None));
    }
}
