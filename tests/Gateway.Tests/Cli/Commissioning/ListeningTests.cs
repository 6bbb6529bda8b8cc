using System.Text.Json.Nodes;
using Gateway.Cli;
using Gateway.Fieldbus.Serial;
using Gateway.Testing;

namespace Gateway.Tests.Cli.Commissioning;

public class ListeningTests
{
    private const string Line = "0303000200026429" + "030304B85240E6ECC8" + "FFFF";

    [Fact]
    public async Task What_others_say_is_told_frame_by_frame_and_nothing_is_sent()
    {
        var sent = new TaskCompletionSource();
        var begin = new TaskCompletionSource();
        await using var bench = await ToolBench.PlayingAsync(async (line, stop) =>
        {
            await begin.Task.WaitAsync(stop);
            await line.WriteAsync(Convert.FromHexString(Line), stop);
            if (await line.ReadAsync(new byte[8], stop) > 0) sent.SetResult();
        });
        await using var process = bench.Start("bus", "sniff", bench.Bus, "--serial", "9600-8N1");
        await process.WaitForLineAsync(text => text.StartsWith("Listening on", StringComparison.Ordinal));
        begin.SetResult();
        await Patience.UntilAsync(() => process.Output.Entries.Count >= 2);
        Assert.Equal(ExitCode.Interrupted, await process.InterruptAsync());
        Assert.Matches("^[0-9:.]+Z TX 03 03 00 02 00 02 64 29 +unit 3, FC03, holding 2-3 \\(PLC 40003-40004\\)$", process.Output.Entries[0]);
        Assert.Matches("^[0-9:.]+Z RX 03 03 04 B8 52 40 E6 EC C8 +unit 3, FC03, 2 registers holding 2-3 \\(PLC 40003-40004\\)  ✓ [0-9]+ ms$",
            process.Output.Entries[1]);
        Assert.Contains("1 requests, 1 answered, 0 not; 2 of 19 bytes belong to no frame.", process.Errors.Entries);
        Assert.False(sent.Task.IsCompleted);
    }

    [Fact]
    public async Task Counts_of_a_line_that_nobody_polls_here_are_heard()
    {
        await using var bench = await ToolBench.PlayingAsync(TalkAsync);
        var run = await bench.RunAsync("bus", "stats", bench.Bus, "--for", "1s", "--json");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        var report = JsonNode.Parse(run.Out)!;
        Assert.Equal(("envgw.bus-stats/1", "line"), ((string?)report["schema"], (string?)report["source"]));
        Assert.Equal((3, 0), ((int)report["units"]![0]!["unit"]!, (int)report["garbage"]!));
        Assert.True((int)report["ok"]! > 0);
    }

    [Fact]
    public async Task A_line_on_which_nobody_speaks_is_no_answer()
    {
        await using var bench = await ToolBench.PlayingAsync(static (line, stop) => UntilTheEndAsync(line, stop));
        var run = await bench.RunAsync("bus", "sniff", bench.Bus, "--for", "50ms");
        Assert.Equal(ExitCode.NoAnswer, run.ExitCode);
        Assert.Contains("Nothing was heard, not even noise", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_listen_to_what_others_say_over_TCP()
    {
        var run = await CommandRun.Of("bus", "sniff", "tcp://127.0.0.1:1");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith("error: only an RTU line can be listened to", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Says nothing, and hears what nobody sends.</summary>
    private static async Task UntilTheEndAsync(PtyTransport line, CancellationToken stop)
    {
        while (await line.ReadAsync(new byte[64], stop) > 0)
        {
            // Whoever only listens sends nothing; should it do so, the line stays silent all the same.
        }
    }

    /// <summary>A client and a server on one line, thirty times a second, until the test ends.</summary>
    private static async Task TalkAsync(PtyTransport line, CancellationToken stop)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(15), TimeProvider.System);
        while (await clock.WaitForNextTickAsync(stop))
        {
            await line.WriteAsync(Convert.FromHexString(Line[..16]), stop);
            await clock.WaitForNextTickAsync(stop);
            await line.WriteAsync(Convert.FromHexString(Line[16..34]), stop);
        }
    }
}
