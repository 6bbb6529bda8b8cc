using Gateway.Hosting;

namespace Gateway.Tests.Cli;

/// <summary>A gateway that runs in this process and reads a real Modbus server that counts its clients.</summary>
internal sealed class GatewayOnServer : IAsyncDisposable
{
    /// <summary>As shipped, by the profile of the folder's site.</summary>
    public const byte Unit = 247;

    private RunningGateway? _gateway;

    private GatewayOnServer()
    {
        Folder = new SiteFolder(Device.Port);
        Device.Store.Unit(Unit);
    }

    public CountingServer Device { get; } = new();

    public SiteFolder Folder { get; }

    public string SiteFile => Folder.SiteFile;

    public RunningGateway Running => _gateway ?? throw new InvalidOperationException("The gateway was stopped.");

    public static async Task<GatewayOnServer> StartAsync()
    {
        var started = new GatewayOnServer();
        try
        {
            started._gateway = await RunningGateway.StartAsync(started.Folder);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the service.</summary>
    public HttpClient Service() => LocalSocket.Client(LocalSocket.ClientPath(FakeService.SiteOf(SiteFile)));

    /// <summary>Ends the gateway, and leaves the server.</summary>
    public async Task StopAsync()
    {
        await Running.DisposeAsync();
        _gateway = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        await Device.DisposeAsync();
        Folder.Dispose();
    }
}
