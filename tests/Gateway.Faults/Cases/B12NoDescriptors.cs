using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The process may open no file any more, and just then its broker goes and comes back.</summary>
internal sealed class B12NoDescriptors : FaultCase
{
    public override string Id => "B12";

    public override string Fault => "out of file descriptors while the broker restarts";

    public override async Task RunAsync(CaseRun run)
    {
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        // Once with all it needs: what a connection loads when it is made for the first time is loaded by then, as in any gateway that has run for a while.
        await stand.Broker.TerminateAsync();
        await stand.Gateway.LoggedAsync("cannot connect");
        await stand.Broker.RestartAsync();
        await stand.Broker.SubscriberIsBackAsync();
        await stand.NewsArriveAsync();
        string pid = $"{stand.Gateway.Process.Id}";
        await Command.RunAsync("prlimit", "--pid", pid, "--nofile=40:1024");
        await stand.Broker.TerminateAsync();
        await stand.Broker.RestartAsync();
        run.Struck(await stand.Gateway.LoggedAsync("Too many open files"));
        await stand.PollsGoOnAsync("without file descriptors");
        await Command.RunAsync("prlimit", "--pid", pid, "--nofile=1024:1024");
        await stand.Broker.SubscriberIsBackAsync();
        await stand.NewsArriveAsync(TimeSpan.FromMinutes(2));
        await stand.JudgeAsync();
    }
}
