using Gateway.Faults.Machines;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The gateway has 150 MB, and runs. Then memory is taken from it piece by piece until the kernel kills it: a death like another.</summary>
internal sealed class M1LittleMemory : FaultCase
{
    private const long Enough = 150 << 20;
    private const long Piece = 128 << 10;

    private static readonly TimeSpan _watched = TimeSpan.FromSeconds(20);

    public override string Id => "M1";

    public override string Fault => "150 MB of memory, then less and less";

    public override async Task RunAsync(CaseRun run)
    {
        var memory = ControlGroup.Make(run, "memory");
        run.Require(memory.GiveMemory(Enough), "it gets 150 MB");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Launcher = memory.Launcher });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.PollsGoOnAsync("with 150 MB", _watched);
        run.Require(memory.MemoryKills == 0, "150 MB are enough");
        await TakeAsync(memory, stand);
        run.Struck(memory.MemoryKills > 0, $"killed by the kernel for want of memory, {memory.MemoryKills} times");
        await stand.NoteDeathAsync();
        run.Require(memory.GiveMemory(Enough), "it gets 150 MB again");
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }

    private static async Task TakeAsync(ControlGroup memory, GatewayStand stand)
    {
        // Where the kernel can take nothing back any more it refuses, until the gateway wants more than it has.
        await CaseRun.UntilAsync(
            () => stand.Gateway.Process.HasExited || (memory.GiveMemory(memory.MemoryUsed - Piece) && stand.Gateway.Process.HasExited),
            "it is out of memory", TimeSpan.FromMinutes(2));
    }
}
