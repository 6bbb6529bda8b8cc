using System.Buffers.Binary;
using System.Diagnostics;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Benchmarks;

/// <summary>A 9600 baud line (8E1, 11 bits a character) played on a pseudo-terminal: 8 units of 100 registers, of which 2 never answer.</summary>
internal static class SlowLine
{
    private const int Units = 8, Registers = 100, RequestLength = 8, ResponseLength = 5 + (2 * Registers);
    private const double CharacterSeconds = 11 / 9600.0;
    private static readonly byte[] _silent = [4, 7];

    public static async Task RunAsync(int seconds)
    {
        using var folder = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync();
        string port = folder["ttyBENCH"];
        await using var line = new PtyTransport(port);
        await line.OpenAsync(CancellationToken.None);
        using var end = new CancellationTokenSource();
        var counts = new int[Units + 1];
        var playing = PlayAsync(line, counts, end.Token);

        string site = BenchmarkSite.Write(folder.Path, Registers, "0s",
            [$"line: {{ port: \"{port}\", serial: 9600-8E1, timeout: 500ms }}"],
            Enumerable.Range(1, Units).Select(unit => $"u{unit}: {{ profile: bench/block, bus: line, unit: {unit} }}"), broker.Port);
        await using var gateway = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "envgw"), ["run", "--config", site]);
        await gateway.WaitForLineAsync(text => text.Contains("Running", StringComparison.Ordinal));

        // The silent units' pauses double from one second to a minute; what is measured is the state a line lives in, after two minutes.
        await Task.Delay(TimeSpan.FromSeconds(130));
        var before = (int[])counts.Clone();
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        double elapsed = clock.Elapsed.TotalSeconds;
        var served = counts.Select((count, unit) => count - before[unit]).ToArray();
        await gateway.TerminateAsync();
        await end.CancelAsync();
        await playing;

        var healthy = Enumerable.Range(1, Units).Where(unit => !_silent.Contains((byte)unit)).ToList();
        double period = healthy.Average(unit => elapsed / served[unit]);
        double characters = healthy.Count * (RequestLength + ResponseLength);
        double oneGap = (characters + (healthy.Count * 3.5)) * CharacterSeconds, bothGaps = (characters + (healthy.Count * 7)) * CharacterSeconds;
        Console.WriteLine(
            $"""
            {Units} units of {Registers} registers at 9600-8E1, {_silent.Length} silent, {elapsed:0} s
              period of the healthy units   {period:0.000} s (slowest {healthy.Max(unit => elapsed / served[unit]):0.000} s)
              the wire allows               {oneGap:0.000} s with one gap of 3.5 characters a transaction ({(period / oneGap) - 1:+0.0 %}), {bothGaps:0.000} s with both ({(period / bothGaps) - 1:+0.0 %})
              tries of the silent units     {string.Join(", ", _silent.Select(unit => served[unit]))}
            """);
    }

    /// <summary>Answers requests at the pace of the line.</summary>
    private static async Task PlayAsync(PtyTransport line, int[] counts, CancellationToken stop)
    {
        var received = new byte[256];
        int length = 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                int read = await line.ReadAsync(received.AsMemory(length), stop);
                if (read == 0) return;
                length += read;
                if (length < RequestLength) continue;
                byte unit = received[0];
                length = 0;
                counts[unit]++;
                if (_silent.Contains(unit)) continue;
                await AnswerAsync(line, unit, Stopwatch.StartNew(), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Measured long enough.
        }
    }

    private static async Task AnswerAsync(PtyTransport line, byte unit, Stopwatch clock, CancellationToken stop)
    {
        var response = new byte[ResponseLength];
        response[0] = unit;
        response[1] = (byte)ModbusFunction.ReadHoldingRegisters;
        response[2] = 2 * Registers;
        for (int i = 0; i < Registers; i++) response[4 + (2 * i)] = (byte)(unit + i);
        BinaryPrimitives.WriteUInt16LittleEndian(response.AsSpan(ResponseLength - 2), Crc16.Of(response.AsSpan(0, ResponseLength - 2)));

        // The request was on the line for its own length before a device has it, and a device waits for the silence behind it.
        double due = (RequestLength + 3.5) * CharacterSeconds;
        const int Slice = 15;
        for (int at = 0; at < response.Length; at += Slice)
        {
            int count = Math.Min(Slice, response.Length - at);
            due += count * CharacterSeconds;
            while (clock.Elapsed.TotalSeconds < due - 0.002) await Task.Delay(1, stop);
            while (clock.Elapsed.TotalSeconds < due) Thread.SpinWait(50);
            await line.WriteAsync(response.AsMemory(at, count), stop);
        }
    }
}
