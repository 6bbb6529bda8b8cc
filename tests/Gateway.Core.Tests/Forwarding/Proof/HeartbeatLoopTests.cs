using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding.Proof;

public class HeartbeatLoopTests
{
    [Fact]
    public async Task A_heartbeat_is_stored_every_minute_and_reaches_the_platform_sealed_in_the_diag_lane()
    {
        await using var bench = new FeedBench().Start();
        await bench.StoreAsync(2);
        await bench.PassUntil(() => bench.Seqs(Lane.Live).Length == 2);
        long start = bench.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        using var stop = new CancellationTokenSource();
        var beating = new HeartbeatLoop(Around(bench), bench.Clock, NullLogger<HeartbeatLoop>.Instance).RunAsync(stop.Token);
        await bench.PassUntil(() => bench.Sealed(Lane.Diag).Length == 2, TimeSpan.FromSeconds(1));
        await stop.CancelAsync();
        await beating;

        var first = bench.Sealed(Lane.Diag)[0];
        Assert.Equal(("heartbeat", 1L), (first.GetProperty("kind").GetString(), first.GetProperty("seq").GetInt64()));
        Assert.True(first.GetProperty("time").GetInt64() >= start + 60_000);
        var body = first.GetProperty("heartbeat");
        Assert.Equal(3, body.GetProperty("lanes").GetProperty("live").GetProperty("next").GetInt64());
        Assert.Equal(2, body.GetProperty("feeds").GetProperty("supervision").GetProperty("lanes").GetProperty("live").GetProperty("acknowledged").GetInt64());
        Assert.Equal(2, bench.Sealed(Lane.Diag)[1].GetProperty("seq").GetInt64());
    }

    [Fact]
    public void The_digest_of_standing_alarms_depends_on_occurrence_and_state_and_not_on_order()
    {
        AlarmRecord high = new("a/high", AlarmState.Unacknowledged, "01", 1, 1, 2), low = new("b/low", AlarmState.ReturnedUnacknowledged, "02", 1, 0, 2);
        AlarmRecord normal = new("c/low", AlarmState.Normal, "03", 1, 0, 2);
        var standing = StandingAlarms.Of([high, low, normal]);

        Assert.Equal((2, 2), (standing.Standing, standing.Unacknowledged));
        Assert.Equal(standing, StandingAlarms.Of([low, high]));
        Assert.NotEqual(standing.Digest, StandingAlarms.Of([high with { State = AlarmState.Acknowledged }, low]).Digest);
        Assert.NotEqual(standing.Digest, StandingAlarms.Of([high with { Occurrence = "04" }, low]).Digest);
        // printf 'a/high 01 UNACK\nb/low 02 RTN_UNACK\n' | sha256sum
        Assert.Equal("d2a43e7d888b6a933ff82c05515f5892c47f2f6086afe4e1a8d4eca1fe3766ba", standing.Digest);
    }

    private static ProofSurroundings Around(FeedBench bench) =>
        new("nt-h07", bench.Buffer, () => [bench.Loop.Snapshot()], () => [], () => new DiskRoom(1, 2), () => []);
}
