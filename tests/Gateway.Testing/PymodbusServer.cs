using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Testing;

/// <summary>An independent Modbus server (Debian's python3-pymodbus) whose tables a test sets and reads from outside of Modbus.</summary>
public sealed class PymodbusServer : IAsyncDisposable
{
    // Debian's packages belong to Debian's Python; one that comes first in PATH may be another.
    private const string Python = "/usr/bin/python3";
    // pymodbus imports the serial modules also where it only serves TCP, but its package does not depend on them.
    private const string Package = "python3-pymodbus python3-serial python3-serial-asyncio";

    private readonly TemporaryFolder _folder;
    private readonly RunningProcess _process;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private int _answers = 1;

    private PymodbusServer(TemporaryFolder folder, RunningProcess process) => (_folder, _process) = (folder, process);

    /// <summary>The port of 127.0.0.1 it listens on; 0 on a serial port.</summary>
    public int Port { get; private set; }

    /// <param name="port">0: any free port, told by <see cref="Port"/>.</param>
    public static Task<PymodbusServer> StartTcpAsync(
        IReadOnlyList<PymodbusUnit> units, PymodbusFraming framing = PymodbusFraming.Socket, int port = 0) =>
        StartAsync(new() { ["transport"] = "tcp", ["port"] = port }, units, framing);

    /// <param name="port">0: any free port, told by <see cref="Port"/>.</param>
    public static Task<PymodbusServer> StartUdpAsync(
        IReadOnlyList<PymodbusUnit> units, PymodbusFraming framing = PymodbusFraming.Socket, int port = 0) =>
        StartAsync(new() { ["transport"] = "udp", ["port"] = port }, units, framing);

    /// <summary>Serves a serial port at 9600 baud 8N1, usually one end of a <see cref="SocatPtyPair"/>.</summary>
    public static Task<PymodbusServer> StartSerialAsync(
        string device, IReadOnlyList<PymodbusUnit> units, PymodbusFraming framing = PymodbusFraming.Rtu) =>
        StartAsync(new() { ["transport"] = "serial", ["device"] = device }, units, framing);

    /// <summary>Sets consecutive registers, or coils and discrete inputs (0 is off, anything else on).</summary>
    /// <param name="address">Zero-based protocol address.</param>
    public Task SetAsync(byte unit, PymodbusTable table, ushort address, params IReadOnlyList<ushort> values) => AskAsync(new()
    {
        ["do"] = "set",
        ["unit"] = unit,
        ["table"] = NameOf(table),
        ["address"] = address,
        ["values"] = new JsonArray([.. values.Select(v => JsonValue.Create((int)v))]),
    });

    /// <summary>What the server holds now; coils and discrete inputs are 0 or 1.</summary>
    public async Task<IReadOnlyList<ushort>> GetAsync(byte unit, PymodbusTable table, ushort address, int quantity = 1)
    {
        var answer = await AskAsync(new()
        {
            ["do"] = "get",
            ["unit"] = unit,
            ["table"] = NameOf(table),
            ["address"] = address,
            ["quantity"] = quantity,
        });
        return [.. answer["values"]!.AsArray().Select(v => (ushort)(int)v!)];
    }

    /// <summary>How many requests of this unit it has served so far, refused ones (exceptions) included.</summary>
    /// <param name="functionCode">Only those with this function code; null counts all.</param>
    public async Task<int> CountRequestsAsync(byte unit, byte? functionCode = null)
    {
        var answer = await AskAsync(new() { ["do"] = "count", ["unit"] = unit, ["function"] = functionCode });
        return (int)answer["count"]!;
    }

    /// <summary>SIGSTOP: connections stay open and nobody answers.</summary>
    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _oneAtATime.Dispose();
        _folder.Dispose();
    }

    private static async Task<PymodbusServer> StartAsync(JsonObject settings, IReadOnlyList<PymodbusUnit> units, PymodbusFraming framing)
    {
        settings["framing"] = NameOf(framing);
        settings["units"] = new JsonArray([.. units.Select(u => new JsonObject { ["unit"] = u.Identifier, ["strict"] = u.Strict })]);
        var folder = new TemporaryFolder();
        string script = folder.Write("pymodbus_server.py", ReadScript());
        var server = new PymodbusServer(folder, RunningProcess.Start(Python, ["-u", script, settings.ToJsonString()], Package));
        try
        {
            var ready = JsonNode.Parse(await server._process.Output.WaitForAsync(_ => true))!;
            server.Port = (int)ready["port"]!;
            return server;
        }
        catch (TimeoutException e)
        {
            string errors = string.Join('\n', server._process.Errors.Entries);
            await server.DisposeAsync();
            if (errors.Contains("No module named", StringComparison.Ordinal)) throw new PeerMissingException("pymodbus or a part of it", Package);
            throw new InvalidOperationException($"The pymodbus server did not start:\n{errors}", e);
        }
    }

    private async Task<JsonNode> AskAsync(JsonObject question)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(question.ToJsonString());
            await _process.StandardInput.FlushAsync();
            var answer = JsonNode.Parse(await _process.Output.WaitForAsync(_ => true, from: _answers))!;
            _answers++;
            return answer["error"] is { } error ? throw new InvalidOperationException($"The pymodbus server answers: {error}") : answer;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static string ReadScript()
    {
        using var stream = typeof(PymodbusServer).Assembly.GetManifestResourceStream("pymodbus_server.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string NameOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
