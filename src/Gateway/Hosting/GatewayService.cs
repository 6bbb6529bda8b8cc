using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>The worker: runs the rooms for as long as the host does, and tells systemd and the journal how they are.</summary>
internal sealed class GatewayService(
    GatewayRooms rooms, SystemdNotifier notifier, MemoryKeeper memory, IHostApplicationLifetime lifetime, ILogger<GatewayService> logger)
    : BackgroundService
{
    /// <summary>
    /// Whether a room ended by our own bug, or did not end. The process then ends with an error, and the service manager starts it again on data that is safe.
    /// </summary>
    public bool HasFailed { get; private set; }

    /// <summary>What must be ready before anything else: the store.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        rooms.Open();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = rooms.RunAsync(stoppingToken);
        var watching = notifier.RunAsync(() => rooms.IsAlive, stoppingToken);
        var site = rooms.Site;
        Log.Running(logger, site.Id, site.Buses.Count, site.Devices.Count, site.Points.Count, site.Feeds.Count);
        // First of all gives back what reading and checking the files has left.
        var keeping = memory.RunAsync(stoppingToken);
        notifier.Ready();
        notifier.Status($"{site.Id}: {site.Devices.Count} devices on {site.Buses.Count} buses, {site.Feeds.Count} feeds");
        await using var stopping = stoppingToken.Register(notifier.Stopping);
        try
        {
            HasFailed = !await running;
        }
        // Our own bug, whatever it is, also one that shows while stopping: it must be seen in the exit code.
        catch (Exception bug) when (bug is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            HasFailed = true;
            Log.RoomFailed(logger, bug);
            lifetime.StopApplication();
        }
        await Task.WhenAll(watching, keeping);
        Log.Stopped(logger);
    }
}
