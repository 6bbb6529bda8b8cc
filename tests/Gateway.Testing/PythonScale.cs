using System.Globalization;

namespace Gateway.Testing;

/// <summary>A scale that is not ours: a Python program (Debian's python3-serial) that makes the frames from the makers' descriptions.</summary>
public sealed class PythonScale : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TemporaryFolder _folder;
    private readonly RunningProcess _process;
    private int _answers;

    private PythonScale(TemporaryFolder folder, RunningProcess process) => (_folder, _process) = (folder, process);

    /// <summary>The port of 127.0.0.1 it listens on; 0 on a serial port.</summary>
    public int Port { get; private set; }

    /// <summary>Talks Toledo continuous on a serial port, twenty times a second, with even parity in bit 7.</summary>
    public static Task<PythonScale> StartToledoAsync(string device) => StartAsync("toledo", device);

    /// <summary>Answers MT-SICS commands behind a TCP port.</summary>
    public static Task<PythonScale> StartSicsAsync() => StartAsync("sics");

    /// <summary>Puts a load on the scale.</summary>
    /// <param name="hundredths">Of a kilogram.</param>
    public Task WeighAsync(int hundredths, bool isMoving = false) =>
        TellAsync(string.Create(CultureInfo.InvariantCulture, $"weight {hundredths} {(isMoving ? "moving" : "still")}"));

    /// <summary>Says bytes that are no frame between the next frames.</summary>
    public Task SayGarbageAsync() => TellAsync("garbage");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<PythonScale> StartAsync(params string[] arguments)
    {
        var folder = new TemporaryFolder();
        using (var script = typeof(PythonScale).Assembly.GetManifestResourceStream("scale_peer.py")!)
        using (var file = File.Create(folder["scale_peer.py"])) await script.CopyToAsync(file);
        var scale = new PythonScale(folder, RunningProcess.Start(Python, [folder["scale_peer.py"], .. arguments], "python3-serial"));
        string ready = await scale._process.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal));
        scale.Port = ready.Split(' ') is [_, var port] ? int.Parse(port, CultureInfo.InvariantCulture) : 0;
        return scale;
    }

    private async Task TellAsync(string what)
    {
        await _process.StandardInput.WriteLineAsync(what);
        await _process.StandardInput.FlushAsync();
        _answers++;
        await _process.Output.WaitForCountAsync(1 + _answers);
    }
}
