using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>Debian's MQTT broker on 127.0.0.1, in a folder of its own. It can be killed, frozen and started again on the same ports.</summary>
public sealed class Mosquitto : IBroker
{
    private const int StartAttempts = 5;

    private readonly TemporaryFolder _folder = new();
    private readonly MosquittoOptions _options;
    private RunningProcess? _process;

    private Mosquitto(MosquittoOptions options) => _options = options;

    public MosquittoPorts Ports { get; private set; } = new(0, null, null, null);

    /// <summary>The port of the plain MQTT listener.</summary>
    public int Port => Ports.Plain;

    public bool SpeaksVersion5 => true;

    /// <summary>Where the configuration, the password file and the persistent state are.</summary>
    public string Folder => _folder.Path;

    /// <summary>What the broker logs (everything it can), of the run under way or the last one.</summary>
    public Journal<string> Log => Process.Errors;

    private RunningProcess Process => _process ?? throw new InvalidOperationException("The broker has not been started.");

    /// <summary>Starts a broker and waits until it accepts connections.</summary>
    public static async Task<Mosquitto> StartAsync(MosquittoOptions? options = null)
    {
        var broker = new Mosquitto(options ?? new());
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                broker.Ports = MosquittoPorts.For(broker._options);
                if (await broker.TryStartAsync()) return broker;
                if (attempt == StartAttempts) throw broker.DidNotStart();
            }
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same ports and folder, after it was killed or terminated.</summary>
    public async Task RestartAsync()
    {
        if (!await TryStartAsync()) throw DidNotStart();
    }

    /// <summary>After a restart: somebody who subscribed before has come back and subscribed again.</summary>
    public Task SubscriberIsBackAsync() => Log.WaitForAsync(line => line.Contains("Sending SUBACK to", StringComparison.Ordinal));

    /// <summary>A persistent broker writes its state now; when this returns, a kill cannot take it back.</summary>
    public async Task SaveAsync()
    {
        int before = Log.Count;
        Process.SignalUser1();
        await Log.WaitForAsync(line => line.Contains("Saving in-memory database", StringComparison.Ordinal), from: before);
        // It says so before it writes. Being of one thread, it sees the next connection after it has written.
        before = Log.Count;
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Port);
        await Log.WaitForAsync(line => line.Contains("New connection from", StringComparison.Ordinal), from: before);
    }

    /// <summary>SIGKILL: connections are reset, nothing is saved that was not saved already.</summary>
    public Task<int> KillAsync() => Process.KillAsync();

    /// <summary>SIGTERM: it saves its state and closes.</summary>
    public Task<int> TerminateAsync() => Process.TerminateAsync();

    /// <summary>SIGSTOP: connections stay open and nobody answers.</summary>
    public void Freeze() => Process.Freeze();

    /// <summary>SIGCONT: it answers again.</summary>
    public void Thaw() => Process.Thaw();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> TryStartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        string? passwords = _options.Users.Count == 0
            ? null
            : _folder.Write("passwords", string.Join('\n', _options.Users.Select(u => MosquittoConfiguration.PasswordLine(u.Key, u.Value))) + "\n");
        string configuration = _folder.Write("mosquitto.conf", MosquittoConfiguration.Of(_options, Ports, _folder.Path, passwords));
        _process = RunningProcess.Start("mosquitto", ["-c", configuration], "mosquitto");
        try
        {
            // Its listeners are open by the time it says this (mosquitto.c, main).
            await _process.Errors.WaitForAsync(line => line.EndsWith(" running", StringComparison.Ordinal));
            return true;
        }
        catch (TimeoutException) when (_process.Errors.Entries.Any(line => line.Contains("Address already in use", StringComparison.Ordinal)))
        {
            return false;
        }
    }

    private InvalidOperationException DidNotStart() => new($"mosquitto did not start on {Ports}:\n{string.Join('\n', Process.Errors.Entries)}");
}
