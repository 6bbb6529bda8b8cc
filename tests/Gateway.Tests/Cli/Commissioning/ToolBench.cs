using System.Net;
using Gateway.Cli;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A bus with devices, and the real program that is let loose on it with a state folder of its own.</summary>
internal sealed class ToolBench : IAsyncDisposable
{
    /// <summary>A scan of every address at every speed takes minutes.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(6);

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;
    private ITestOutputHelper? _notes;

    public ModbusMemoryStore Store { get; private init; } = new();

    /// <summary>What stands for the bus on a command line.</summary>
    public string Bus { get; private set; } = "";

    public string this[string name] => _folder[name];

    public string LastScan => _folder["state/envgw/last-scan.json"];

    public string LastFind => _folder["state/envgw/last-find.json"];

    /// <summary>Devices on a serial line, which is a pseudo-terminal.</summary>
    /// <param name="settings">What they listen at; null for every speed.</param>
    public static async Task<ToolBench> OnLineAsync(ModbusFraming framing = ModbusFraming.Rtu, SerialSettings? settings = null)
    {
        var bench = new ToolBench();
        bench.Bus = bench._folder["ttyUSB0"];
        var line = new PtyTransport(bench.Bus) { Settings = settings };
        await line.OpenAsync(CancellationToken.None);
        bench._serving = new ModbusSerialServer(line, framing, bench.Store, TimeProvider.System).RunAsync(bench._stop.Token);
        return bench;
    }

    /// <summary>Scales on a serial line, and a site file that has them on its bus <c>bins</c>.</summary>
    /// <param name="profile">Of the scale; speaks as it is shipped.</param>
    /// <param name="weigh">Null to say nothing.</param>
    /// <param name="addresses">Of the scales on the line; none for one that is alone.</param>
    public static Task<ToolBench> OnScalesAsync(string profile, Func<int?, WeightReport?> weigh, params int[] addresses) =>
        OnScalesAsync(profile, weigh, version: null, addresses);

    /// <summary>The same, with the version of their software that the scales tell; null when they do not know the question.</summary>
    public static async Task<ToolBench> OnScalesAsync(string profile, Func<int?, WeightReport?> weigh, string? version, params int[] addresses)
    {
        var bench = new ToolBench();
        bench.Bus = bench._folder["ttyUSB0"];
        string[] devices = addresses.Length == 0
            ? [$"bin: {{ profile: {profile}, bus: bins }}"]
            : [.. addresses.Select(address => $"bin-{address}: {{ profile: {profile}, bus: bins, address: {address} }}")];
        bench._folder.Write("site.yaml",
            $$"""
            site: { id: bench, name: { en: Bench, zh: 试验台 }, timezone: Asia/Shanghai }
            buses: { bins: { port: {{bench.Bus}}, serial: 9600-8N1 } }
            devices:
              {{string.Join("\n  ", devices)}}
            buffer: { path: {{bench._folder["buffer"]}}, keep: 1d, maximum: 64MB }
            """);
        var line = new PtyTransport(bench.Bus);
        await line.OpenAsync(CancellationToken.None);
        var scale = FakeService.SiteOf(bench._folder["site.yaml"]).Devices[0].Scale!;
        var settings = new ScaleTalkerSettings { Addresses = addresses, Version = version,
            StreamEvery = scale.Mode == ScaleModes.Streaming ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero };
        bench._serving = new ScaleTalker(line, ScaleProtocols.Create(scale.Protocol, scale.Options), settings, weigh,
            TimeProvider.System).RunAsync(bench._stop.Token);
        return bench;
    }

    /// <summary>Devices behind a TCP port.</summary>
    public static ToolBench OnNetwork(ModbusReply? forUnknownUnits = null)
    {
        var bench = new ToolBench { Store = new ModbusMemoryStore { ForUnknownUnits = forUnknownUnits ?? ModbusReply.Silence } };
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, bench.Store, TimeProvider.System);
        server.Open();
        bench.Bus = $"tcp://127.0.0.1:{server.LocalEndPoint.Port}";
        bench._serving = server.RunAsync(bench._stop.Token);
        return bench;
    }

    /// <summary>Whatever the test plays on the line by itself.</summary>
    /// <param name="play">Given the other side of the line; ends when it is cancelled.</param>
    public static async Task<ToolBench> PlayingAsync(Func<PtyTransport, CancellationToken, Task> play)
    {
        var bench = new ToolBench();
        bench.Bus = bench._folder["ttyUSB0"];
        var line = new PtyTransport(bench.Bus);
        await line.OpenAsync(CancellationToken.None);
        bench._serving = PlayAsync(line, play, bench._stop.Token);
        return bench;
    }

    /// <summary>Devices that somebody else plays.</summary>
    /// <param name="notes">Told each command and what it prints.</param>
    public static ToolBench At(string bus, ITestOutputHelper? notes = null) => new() { Bus = bus, _notes = notes };

    /// <summary>Starts the program beside the commands, for a device that it simulates.</summary>
    public static RunningProcess Play(params string[] arguments) => RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), arguments);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Starts the program in English, with the bus after the verb's words.</summary>
    public RunningProcess Start(params string[] arguments) => RunningProcess.Start(
        Path.Combine(AppContext.BaseDirectory, "envgw"), [.. arguments, "--config", _folder["site.yaml"]], environment: new Dictionary<string, string?>
        {
            ["XDG_STATE_HOME"] = _folder["state"], ["LC_ALL"] = "C.UTF-8", ["TERM"] = "dumb",
        });

    /// <summary>Runs a command to its end.</summary>
    public async Task<CommandRun> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        int code = await process.WaitForExitAsync(_longest);
        var run = new CommandRun(code, string.Join('\n', process.Output.Entries) + "\n", string.Join('\n', process.Errors.Entries) + "\n");
        _notes?.WriteLine($"$ envgw {string.Join(' ', arguments)}\n{run.Out}{run.Error}");
        return run;
    }

    /// <summary>Runs a command that must end well.</summary>
    public async Task<CommandRun> FineAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _stop.Dispose();
        _folder.Dispose();
    }

    private static async Task PlayAsync(PtyTransport line, Func<PtyTransport, CancellationToken, Task> play, CancellationToken stop)
    {
        await using (line)
        {
            try
            {
                await play(line, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The test is over.
            }
            catch (TransportException) when (stop.IsCancellationRequested)
            {
                // So is the line.
            }
        }
    }
}
