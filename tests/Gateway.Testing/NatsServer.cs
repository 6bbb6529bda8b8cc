namespace Gateway.Testing;

/// <summary>Debian's NATS server with its MQTT gate (3.1.1 only) and JetStream, alone or as a member of a cluster, in a folder of its own.</summary>
public sealed class NatsServer : IBroker
{
    private const int StartAttempts = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly NatsMembership? _membership;
    private RunningProcess? _process;
    private int _clientPort;

    private NatsServer(NatsMembership? membership) => _membership = membership;

    public int Port { get; private set; }

    public bool SpeaksVersion5 => false;

    /// <summary>What the server logs, of the run under way or the last one.</summary>
    public Journal<string> Log => Process.Errors;

    private RunningProcess Process => _process ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>Starts a server by itself and waits until it takes MQTT connections.</summary>
    public static Task<NatsServer> StartAsync() => StartAsync(null);

    /// <summary>Starts a server; a member of a cluster takes connections before it has found the others.</summary>
    internal static async Task<NatsServer> StartAsync(NatsMembership? membership)
    {
        var server = new NatsServer(membership);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                (server.Port, server._clientPort) = (FreePort.Next(), FreePort.Next());
                if (await server.TryStartAsync()) return server;
                if (attempt == StartAttempts) throw server.DidNotStart();
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task RestartAsync()
    {
        if (!await TryStartAsync()) throw DidNotStart();
    }

    public Task<int> KillAsync() => Process.KillAsync();

    public void Freeze() => Process.Freeze();

    public void Thaw() => Process.Thaw();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> TryStartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = RunningProcess.Start("nats-server", ["-c", _folder.Write("nats.conf", Configuration)], "nats-server");
        try
        {
            // Its MQTT listener is open before it says this (server.go, Start).
            await _process.Errors.WaitForAsync(line => line.EndsWith("Server is ready", StringComparison.Ordinal));
            return true;
        }
        catch (TimeoutException) when (_process.Errors.Entries.Any(line => line.Contains("address already in use", StringComparison.Ordinal)))
        {
            return false;
        }
    }

    // The MQTT gate wants a server name and JetStream, which keeps sessions, retained messages and all of QoS 1.
    private string Configuration =>
        $$"""
        server_name: {{_membership?.Name ?? "alone"}}
        host: 127.0.0.1
        port: {{_clientPort}}
        jetstream { store_dir: "{{_folder.Path}}", max_memory_store: 64MB, max_file_store: 1GB }
        mqtt { host: 127.0.0.1, port: {{Port}} }
        {{_membership?.Configuration}}
        """;

    private InvalidOperationException DidNotStart() => new($"nats-server did not start on {Port}:\n{string.Join('\n', Process.Errors.Entries)}");
}
