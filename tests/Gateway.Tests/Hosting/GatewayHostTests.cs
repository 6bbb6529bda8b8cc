using Gateway.Core.Buffering;
using Gateway.Hosting;
using Gateway.Testing;
using Gateway.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Hosting;

/// <summary>However the rooms end, they do end, and say whether all was stored.</summary>
public class GatewayHostTests
{
    [Fact]
    public async Task Silent_devices_and_brokers_do_not_keep_it_from_stopping()
    {
        await using var device = new SilentPeer();
        await using var broker = new SilentPeer();
        using var site = new SiteFolder(device.Port, $"feeds: {{ platform: {{ broker: \"mqtt://127.0.0.1:{broker.Port}\" }} }}");
        using var stop = new CancellationTokenSource();
        await using var host = Build(site);
        var running = host.RunAsync(stop.Token);
        await Task.WhenAll(device.SpokenTo, broker.SpokenTo).WaitAsync(Patience.Limit);
        await stop.CancelAsync();
        Assert.True(await running.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_store_that_takes_nothing_does_not_keep_it_from_stopping_but_is_told()
    {
        using var store = new SpoiltStore { Fault = new StoreException(StoreFault.InputOutput, "the disk is gone") };
        // Nobody is at port 1, so the device's alarm is an event that waits to be stored.
        using var site = new SiteFolder();
        string text = File.ReadAllText(site.SiteFile).Replace("alarms: {", "alarms: { comm_failure: { on_delay: 100ms },", StringComparison.Ordinal);
        File.WriteAllText(site.SiteFile, text);
        using var stop = new CancellationTokenSource();
        await using var host = Build(site, store);
        var running = host.RunAsync(stop.Token);
        await store.EventRefused.WaitAsync(Patience.Limit);
        await stop.CancelAsync();
        Assert.False(await running.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_room_that_fails_by_our_own_bug_ends_all_and_is_told()
    {
        using var store = new SpoiltStore { Fault = new InvalidOperationException("our bug") };
        using var site = new SiteFolder();
        await using var host = Build(site, store);
        Assert.False(await host.RunAsync(CancellationToken.None).WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_room_that_fails_while_stopping_is_told_too()
    {
        using var store = new SpoiltStore();
        using var site = new SiteFolder();
        File.WriteAllText(site.SiteFile, File.ReadAllText(site.SiteFile).Replace("commit_every: 200ms", "commit_every: 10s", StringComparison.Ordinal));
        using var stop = new CancellationTokenSource();
        await using var host = Build(site, store);
        var running = host.RunAsync(stop.Token);
        var rooms = host.Services.GetRequiredService<GatewayRooms>();
        await Patience.UntilAsync(() => rooms.Buffer.PendingReadings > 0);
        store.Fault = new InvalidOperationException("our bug");
        await stop.CancelAsync();
        Assert.False(await running.WaitAsync(Patience.Limit));
    }

    private static GatewayHost Build(SiteFolder site, IStore? store = null)
    {
        var model = FakeService.SiteOf(site.SiteFile);
        Directory.CreateDirectory(model.Buffer.Path);
        var compiled = Gateway.Cli.SiteFiles.Compile(site.SiteFile);
        return GatewayHost.Build(model, Gateway.Cli.SiteFiles.SecretsOf(site.SiteFile, compiled), TimeProvider.System, builder =>
        {
            if (store is not null) builder.Services.AddSingleton(store);
        });
    }
}
