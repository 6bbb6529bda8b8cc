using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The whole gateway is killed at random moments while it reads, stores and sends.</summary>
internal sealed class A1KillGateway : FaultCase
{
    private const int Rounds = 24;

    public override string Id => "A1 gateway";

    public override string Fault => "kill -9 at random moments, the whole gateway";

    public override TimeSpan Limit => TimeSpan.FromMinutes(6);

    public override async Task RunAsync(CaseRun run)
    {
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]));
        for (int round = 0; round < run.Rounds(Rounds); round++)
        {
            await stand.StartAsync();
            await stand.NewsArriveAsync();
            await stand.Device.SetTurbidityAsync(round % 2 == 0 ? 1.6f : 0.4f);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1500)));
            await stand.KillAsync();
        }
        run.Struck(run.Kills == run.Rounds(Rounds), $"{run.Kills} gateways killed while reading and sending");
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }
}
