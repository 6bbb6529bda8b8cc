using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The wall clock jumps a day ahead, an hour back, and to the year 2000: order is by sequence, polls do not notice, and nothing is lost.</summary>
internal sealed class G1ClockJumps : FaultCase
{
    public override string Id => "G1";

    public override string Fault => "clock jumps +1 day, -1 hour, to the year 2000";

    public override async Task RunAsync(CaseRun run)
    {
        var clock = await FakeClock.MakeAsync(run);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Environment = clock.Environment });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        foreach (string time in (string[])["+1d", "-3600", "@2000-01-01 00:00:00", "+0"])
        {
            clock.Set(time);
            await stand.PollsGoOnAsync($"at {time}");
            await stand.NewsArriveAsync();
            var newest = stand.Platform.Messages.Entries.ReadingsOf("outlet/reads").Last();
            run.Struck($"at {time} a reading came from {DateTimeOffset.FromUnixTimeMilliseconds(newest.TimeMs):yyyy-MM-dd HH:mm:ss}");
        }
        var times = stand.Platform.Messages.Entries.ReadingsOf("outlet/reads").Select(r => DateTimeOffset.FromUnixTimeMilliseconds(r.TimeMs));
        run.Require(times.Select(time => time.UtcDateTime.Date).Distinct().Count() >= 3, "readings of three days came, one of them in the year 2000");
        await stand.IsToldAsync("clock-step");
        await stand.JudgeAsync();
    }
}
