using Gateway.EndToEnd;
using Gateway.Faults.Machines;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Others take the processor, and little of it is left: polls may be late, and nothing is lost or given up.</summary>
internal sealed class M2LittleProcessor : FaultCase
{
    private const double Part = 0.02;

    private static readonly TimeSpan _watched = TimeSpan.FromSeconds(40);

    public override string Id => "M2";

    public override string Fault => "2 % of a processor for 40 s";

    public override async Task RunAsync(CaseRun run)
    {
        var processor = ControlGroup.Make(run, "cpu");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Launcher = processor.Launcher });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        long before = processor.Throttles;
        processor.GiveProcessor(Part);
        int counted = await stand.Device.CountOfAsync();
        await Task.Delay(_watched);
        int polls = await stand.Device.CountOfAsync() - counted;
        await stand.NewsArriveAsync(TimeSpan.FromMinutes(1));
        long throttles = processor.Throttles - before;
        run.Struck(throttles > 50, $"it had to wait {throttles} times; {polls} polls in {_watched.TotalSeconds:F0} s");
        run.Require(polls > 0, "polls go on, late as they are");
        run.Require(!stand.Gateway.Process.HasExited, "it has not given up");
        run.Require(stand.LostConnections == 0, "its connection is kept");
        processor.GiveAllProcessors();
        await stand.PollsGoOnAsync("once it has its processor again");
        await stand.JudgeAsync();
    }
}
