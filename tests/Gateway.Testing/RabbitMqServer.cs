using System.Text;

namespace Gateway.Testing;

/// <summary>Debian's RabbitMQ with its MQTT plugin (3.1.1 only), alone or as a member of a cluster. A session that is kept has a quorum queue.</summary>
/// <remarks>It takes ten seconds to start and twice that on a busy machine, so that tests share one.</remarks>
public sealed class RabbitMqServer : IBroker
{
    private const int StartAttempts = 3;

    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly RabbitMqMembership _membership;
    private readonly bool _ownsMapper;
    private RunningProcess? _process;
    private int _amqpPort;
    private int _distributionPort;

    private RabbitMqServer(RabbitMqMembership membership, bool ownsMapper) => (_membership, _ownsMapper) = (membership, ownsMapper);

    public int Port { get; private set; }

    public bool SpeaksVersion5 => false;

    /// <summary>What the server logs, of the run under way or the last one.</summary>
    public Journal<string> Log => Process.Output;

    private RunningProcess Process => _process ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>Starts a server by itself and waits until it takes MQTT connections.</summary>
    public static async Task<RabbitMqServer> StartAsync() =>
        await StartAsync(new RabbitMqMembership("alone", ["alone"], await ErlangPortMapper.StartAsync()), ownsMapper: true);

    /// <summary>Starts a member of a cluster, which waits for the first of the members.</summary>
    internal static Task<RabbitMqServer> StartAsync(RabbitMqMembership membership) => StartAsync(membership, ownsMapper: false);

    public async Task RestartAsync()
    {
        if (!await TryStartAsync()) throw DidNotStart();
    }

    public Task<int> KillAsync() => Process.KillAsync();

    public void Freeze() => Process.Freeze();

    public void Thaw() => Process.Thaw();

    /// <summary>Whether a kill now would leave it its place in these quorum queues.</summary>
    /// <remarks>
    /// Which queues a member has stands in names.dets, and Ra 2.2 leaves it to Erlang to write that within three seconds: a member that is killed sooner starts again with an
    /// empty queue of the same name. Seen with RabbitMQ 3.10.8: killed at once it came back with 0, 1 and 2 of 1, 2 and 3 queues, and after eight seconds with all.
    /// </remarks>
    internal bool Remembers(IEnumerable<string> queues)
    {
        string node = RabbitMqMembership.NodeOf(_membership.Name);
        string file = Path.Combine(_folder["mnesia"], node, "quorum", node, "names.dets");
        if (!File.Exists(file)) return false;
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.Latin1);
        string names = reader.ReadToEnd();
        return queues.All(queue => names.Contains(queue.Trim('\''), StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (_ownsMapper) await _membership.Mapper.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<RabbitMqServer> StartAsync(RabbitMqMembership membership, bool ownsMapper)
    {
        var server = new RabbitMqServer(membership, ownsMapper);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                (server.Port, server._amqpPort, server._distributionPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
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

    private async Task<bool> TryStartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        string settings = _folder.Write("rabbitmq.conf", Configuration);
        string plugins = _folder.Write("enabled_plugins", "[rabbitmq_mqtt].\n");
        RabbitMqMembership.WriteCookie(_folder);
        _process = RunningProcess.Start("/usr/lib/rabbitmq/bin/rabbitmq-server", [], "rabbitmq-server", _folder.Path, Environment(settings, plugins));
        try
        {
            await _process.Output.WaitForAsync(line => line.Contains("Server startup complete", StringComparison.Ordinal), _startLimit);
            return true;
        }
        catch (TimeoutException) when (_process.Output.Entries.Any(line => line.Contains("eaddrinuse", StringComparison.Ordinal)))
        {
            return false;
        }
    }

    private string Configuration =>
        $"""
        listeners.tcp.default = 127.0.0.1:{_amqpPort}
        mqtt.listeners.tcp.default = 127.0.0.1:{Port}
        mqtt.allow_anonymous = true
        mqtt.durable_queue_type = quorum
        log.console = true
        log.file = false
        {_membership.Configuration}
        """;

    private Dictionary<string, string?> Environment(string settings, string plugins) => new()
    {
        ["HOME"] = _folder.Path,
        ["ERL_EPMD_PORT"] = $"{_membership.Mapper.Port}",
        // The shell that starts Erlang gives its place to it, so that a signal strikes the broker.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["NOTIFY_SOCKET"] = null,
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_CONFIG_FILE"] = settings,
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
        ["RABBITMQ_NODENAME"] = RabbitMqMembership.NodeOf(_membership.Name),
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_MNESIA_BASE"] = _folder["mnesia"],
        ["RABBITMQ_LOG_BASE"] = _folder["log"],
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
    };

    private InvalidOperationException DidNotStart() => new($"rabbitmq-server did not start on {Port}:\n{string.Join('\n', Process.Output.Entries)}");
}
