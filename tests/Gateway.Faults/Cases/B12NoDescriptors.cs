using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The process may open no file any more, and just then its broker goes and comes back.</summary>
/// <remarks>
/// The runtime opens a pipe for each thread it makes, and ends the process when it may not ("Out of memory."; seen by strace: clone3, pipe2 EMFILE, exit of the new thread,
/// and its maker gives up). On a busy machine its pool wants one thread more about every third time. That is a death like another: the service manager starts the gateway
/// again, and nothing that was stored is lost. The doctor warns long before.
/// </remarks>
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
        bool HasLogged() => stand.Gateway.Process.Output.Entries.Any(line => line.Contains("Too many open files", StringComparison.Ordinal));
        await CaseRun.UntilAsync(() => HasLogged() || stand.Gateway.Process.HasExited, "it runs out of descriptors");
        if (!stand.Gateway.Process.HasExited) await stand.PollsGoOnAsync("without file descriptors");
        bool isOver = stand.Gateway.Process.Errors.Entries.Any(line => line.Contains("Out of memory", StringComparison.Ordinal));
        run.Struck(HasLogged() || isOver, isOver ? "the runtime could make no thread and ended the process, which was started again" : "no connection could be made");
        if (stand.Gateway.Process.HasExited)
        {
            await stand.NoteDeathAsync();
            await stand.StartAsync();
        }
        else
        {
            await Command.RunAsync("prlimit", "--pid", pid, "--nofile=1024:1024");
        }
        await stand.Broker.SubscriberIsBackAsync();
        await stand.NewsArriveAsync(TimeSpan.FromMinutes(2));
        await stand.JudgeAsync();
    }
}
