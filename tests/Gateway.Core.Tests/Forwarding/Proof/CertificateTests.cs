using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Tests.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding.Proof;

public class CertificateTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30.01, "Far")]
    [InlineData(30, "Month")]
    [InlineData(7.01, "Month")]
    [InlineData(7, "Week")]
    [InlineData(1, "Day")]
    [InlineData(0.01, "Day")]
    [InlineData(0, "Ended")]
    public void The_stage_is_that_of_the_days_left(double days, string expected) =>
        Assert.Equal(expected, $"{CertificateWatch.StageOf(new CertificateLife("a", _start.AddDays(days)), _start)}");

    [Fact]
    public void Each_stage_is_said_once_and_a_renewal_too()
    {
        var watch = new CertificateWatch();
        var life = new CertificateLife("supervision", _start.AddDays(40));
        var said = new List<(double Day, string Stage)>();
        for (double day = 0; day <= 41; day += 0.25) said.AddRange(watch.Look([life], _start.AddDays(day)).Select(notice => (day, $"{notice.Stage}")));
        Assert.Equal([(10, "Month"), (33, "Week"), (39, "Day"), (40, "Ended")], said);
        // A clock that is set back says nothing again.
        Assert.Empty(watch.Look([life], _start));
        Assert.Equal(CertificateStage.Far, Assert.Single(watch.Look([life with { Ends = _start.AddDays(400) }], _start.AddDays(41))).Stage);
        Assert.Empty(watch.Look([new CertificateLife("other", _start.AddDays(400))], _start));
    }

    [Fact]
    public async Task Platforms_are_told_thirty_seven_and_one_days_before_and_when_it_is_over_and_renewed()
    {
        await using var bench = new FeedBench();
        var begin = bench.Clock.GetUtcNow();
        var ends = begin.AddDays(12);
        int looks = 0;
        using var stop = new CancellationTokenSource();
        var surroundings = new ProofSurroundings("nt-h07", bench.Buffer, () => [], () => [], () => null, () =>
        {
            Interlocked.Increment(ref looks);
            return [new CertificateLife("supervision", ends)];
        });
        var loop = new CertificateLoop(surroundings, () => ClockState.Synchronized, bench.Clock, NullLogger<CertificateLoop>.Instance);
        var running = loop.RunAsync(stop.Token);
        foreach (var (day, events) in new[] { (0.0, 1), (4.0, 1), (5.1, 2), (9.0, 2), (11.1, 3), (12.1, 4) })
        {
            int looked = looks;
            bench.Clock.Advance(begin.AddDays(day) - bench.Clock.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
            if (day > 0) await Waits.Until(() => looks > looked);
            await bench.PassUntil(() => Said(bench).Count == events, TimeSpan.FromMilliseconds(20));
            Assert.Equal("supervision", Assert.Single(loop.Ending).Feed);
        }
        Assert.Equal(12, Said(bench)[0].GetProperty("days").GetInt64());
        ends = ends.AddYears(1);
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await bench.PassUntil(() => Said(bench).Count == 5, TimeSpan.FromMilliseconds(20));
        Assert.Empty(loop.Ending);
        Assert.Equal(
            ["certificate-ends", "certificate-ends", "certificate-ends", "certificate-ended", "certificate-renewed"],
            Said(bench).Select(said => said.GetProperty("what").GetString()));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task By_a_clock_that_is_certainly_wrong_nothing_ends()
    {
        await using var bench = new FeedBench();
        using var stop = new CancellationTokenSource();
        var clock = ClockState.Unset;
        int asked = 0;
        var surroundings = new ProofSurroundings("nt-h07", bench.Buffer, () => [], () => [], () => null, () =>
        {
            asked++;
            return [new CertificateLife("supervision", bench.Clock.GetUtcNow().AddDays(-1))];
        });
        var running = new CertificateLoop(surroundings, () => clock, bench.Clock, NullLogger<CertificateLoop>.Instance).RunAsync(stop.Token);
        Assert.Equal(0, asked);
        clock = ClockState.Synchronized;
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await bench.PassUntil(() => Said(bench).Count == 1, TimeSpan.FromMilliseconds(20));
        await stop.CancelAsync();
        await running;
    }

    private static List<JsonElement> Said(FeedBench bench) =>
        [.. bench.Buffer.Read(Lane.Event, 1, 100, 1 << 20).Select(message => JsonDocument.Parse(message.Body).RootElement)];
}
