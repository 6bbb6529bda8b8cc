namespace Gateway.Testing;

/// <summary>Two pseudo-terminals joined like a null-modem cable by socat. Unplugging kills socat, and both ends hang up as a pulled USB adapter does.</summary>
public sealed class SocatPtyPair : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningProcess? _socat;

    private SocatPtyPair()
    {
    }

    /// <summary>The stable name of one end: a symbolic link that lasts over unplugging and plugging.</summary>
    public string A => _folder["ttyA"];

    /// <summary>The stable name of the other end.</summary>
    public string B => _folder["ttyB"];

    public static async Task<SocatPtyPair> StartAsync()
    {
        var pair = new SocatPtyPair();
        try
        {
            await pair.PlugAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Plugs in, under the same names but, as with real adapters, on other kernel devices.</summary>
    public async Task PlugAsync()
    {
        _socat = RunningProcess.Start("socat", ["-d", "-d", $"pty,raw,echo=0,link={A}", $"pty,raw,echo=0,link={B}"], "socat");
        await _socat.Errors.WaitForAsync(line => line.Contains("starting data transfer loop", StringComparison.Ordinal));
    }

    /// <summary>Pulls the adapter: both ends hang up and their names are gone.</summary>
    public async Task UnplugAsync()
    {
        if (_socat is null) return;
        await _socat.DisposeAsync();
        _socat = null;
        File.Delete(A);
        File.Delete(B);
    }

    public async ValueTask DisposeAsync()
    {
        await UnplugAsync();
        _folder.Dispose();
    }
}
