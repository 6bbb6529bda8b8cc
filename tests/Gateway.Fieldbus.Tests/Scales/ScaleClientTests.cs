using System.Text;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Scales;

/// <summary>Streams, polls and addresses against a line whose far end is the test, on a clock that the test moves.</summary>
public sealed class ScaleClientTests : IAsyncDisposable
{
    private static readonly ScaleSettings Settings = new() { MaximumRate = 5, StaleAfter = TimeSpan.FromSeconds(5) };

    private readonly TestClock _clock = new();
    private readonly ScriptedTransport _line = new();

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    [Fact]
    public async Task A_streams_first_report_is_handed_on_at_once_and_the_newest_at_the_limits_rhythm()
    {
        await using var client = Client("toledo-continuous");
        var first = client.NextAsync(default).AsTask();
        _line.Give(Toledo(100));
        Assert.Equal("1.00", (await first.Soon()).Report.Gross.ToString());

        var second = client.NextAsync(default).AsTask();
        foreach (int digits in (int[])[101, 102, 103]) _line.Give(Toledo(digits));
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal("1.03", (await second.Soon()).Report.Gross.ToString());
        Assert.Equal(4, client.Counters.Frames);
    }

    [Fact]
    public async Task Rest_is_judged_on_every_frame_also_on_those_that_the_limit_drops()
    {
        var rule = new StabilityRule(0.02m, TimeSpan.FromMilliseconds(500), ScaleUnit.Kilogram);
        var settings = Settings with { MaximumRate = 1, Stability = rule };
        await using var client = new ScaleClient(_line, ScaleProtocols.Create("liden", new ScaleOptions()), settings, _clock);
        var first = client.NextAsync(default).AsTask();
        _line.Give(Liden(1000));
        Assert.False((await first.Soon()).IsAtRest);

        // Twenty frames a second, of which one is handed on. In the second second the load swings, and those that are handed on are alike all the same.
        Assert.True(await SecondAsync(client, swing: 0));
        Assert.False(await SecondAsync(client, swing: 100));
        Assert.True(await SecondAsync(client, swing: 0));
    }

    private async Task<bool?> SecondAsync(ScaleClient client, int swing)
    {
        var next = client.NextAsync(default).AsTask();
        for (int at = 0; at < 20; at++)
        {
            _line.Give(Liden(1000 + (at % 2 == 0 ? swing : 0)));
            await _line.DrainedAsync();
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await next.Soon();
        Assert.Equal("10.00", answer.Report.Gross.ToString());
        return answer.IsAtRest;
    }

    private static byte[] Liden(int digits) =>
        Written(ScaleProtocols.Create("liden", new ScaleOptions()), new() { Gross = new(digits, 2), Unit = ScaleUnit.Kilogram });

    [Fact]
    public async Task A_change_within_the_limit_is_not_lost_when_the_scale_says_no_more()
    {
        await using var client = Client("toledo-continuous");
        var first = client.NextAsync(default).AsTask();
        _line.Give(Toledo(100, stable: false));
        Assert.False((await first.Soon()).Report.Stable);
        var last = client.NextAsync(default).AsTask();
        _line.Give(Toledo(120));
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(201));
        Assert.True((await last.Soon()).Report.Stable);
    }

    [Fact]
    public async Task A_frame_in_pieces_with_garbage_around_it_is_one_report()
    {
        await using var client = Client("toledo-continuous");
        var waiting = client.NextAsync(default).AsTask();
        byte[] frame = [0xFF, 0x00, 0x02, .. Toledo(4711), 0x7F];
        foreach (byte value in frame) _line.Give(value);
        Assert.Equal("47.11", (await waiting.Soon()).Report.Gross.ToString());
        Assert.Equal(3, client.Counters.GarbageBytes);
    }

    [Fact]
    public async Task A_silent_stream_is_a_time_out_and_garbage_is_told_apart_from_silence_and_damage()
    {
        await using var client = Client("toledo-continuous");
        Assert.Equal(ScaleOutcome.NoAnswer, (await NextAfterAsync(client)).Outcome);
        Assert.Equal(ScaleOutcome.Garbage, (await NextAfterAsync(client, [.. "hello, world, this is no scale"u8])).Outcome);
        byte[] damaged = Toledo(100);
        damaged[9] ^= 1;
        Assert.Equal(ScaleOutcome.CheckSumError, (await NextAfterAsync(client, damaged)).Outcome);
        Assert.Equal((3, 1), (client.Counters.TimeOuts, client.Counters.CheckSumErrors));
    }

    [Fact]
    public async Task A_stream_that_must_be_asked_for_is_asked_for_again_when_it_has_fallen_silent()
    {
        await using var client = Client("mt-sics");
        var waiting = client.NextAsync(default).AsTask();
        Assert.Equal("SIR\r\n", await SentAsync());
        _line.Give([.. "S D      12.35 kg\r\n"u8]);
        Assert.Equal("12.35", (await waiting.Soon()).Report.Displayed.ToString());
        Assert.Equal(ScaleOutcome.NoAnswer, (await NextAfterAsync(client)).Outcome);
        var again = client.NextAsync(default).AsTask();
        Assert.Equal("SIR\r\n", await SentAsync());
        _line.Give([.. "ES\r\n"u8]);
        var refused = await again.Soon();
        Assert.Equal((ScaleOutcome.Refused, "ES"), (refused.Outcome, refused.Report.ErrorCode));
    }

    [Fact]
    public async Task A_stream_is_begun_again_after_the_device_was_asked_something_else()
    {
        await using var client = Client("mt-sics");
        var asking = client.AskAsync("I4", null, default).AsTask();
        _ = await _line.SentAsync();
        _line.Give([.. "I4 A \"11\"\r\n"u8]);
        Assert.Equal(ScaleOutcome.Ok, (await asking.Soon()).Outcome);
        var waiting = client.NextAsync(default).AsTask();
        Assert.Equal("SIR\r\n", await SentAsync());
        _line.Give([.. "S S      12.35 kg\r\n"u8]);
        Assert.True((await waiting.Soon()).IsOk);
    }

    [Fact]
    public async Task A_stream_that_is_entered_in_the_middle_of_a_line_is_believed_from_the_next_line_on()
    {
        var protocol = ScaleProtocols.Create("delimited-text", new() { Pattern = @"(?<weight>-?[\d.]+) (?<unit>kg)" });
        await using var client = new ScaleClient(_line, protocol, Settings, _clock);
        var waiting = client.NextAsync(default).AsTask();
        _line.Give([.. "2.50 kg\r"u8]);
        _line.Give([.. "\n112.50 kg\r\n"u8]);
        Assert.Equal("112.50", (await waiting.Soon()).Report.Displayed.ToString());
        Assert.Equal(1, client.Counters.Frames);
    }

    [Fact]
    public async Task A_lost_line_is_told_and_the_next_call_opens_it_again()
    {
        await using var client = Client("toledo-continuous");
        var waiting = client.NextAsync(default).AsTask();
        await _line.DrainedAsync();
        _line.HangUp();
        Assert.Equal(ScaleOutcome.NoConnection, (await waiting.Soon()).Outcome);

        _line.Refusal = new TransportException(TransportFault.NotFound, "no such port");
        Assert.Equal((ScaleOutcome.NoConnection, "no such port"), Outcome(await client.NextAsync(default).Soon()));
        _line.Refusal = null;
        waiting = client.NextAsync(default).AsTask();
        _line.Give(Toledo(1));
        Assert.True((await waiting.Soon()).IsOk);
    }

    [Fact]
    public async Task Several_commands_make_one_report_in_one_unit()
    {
        await using var client = Client("yaohua-a9-command", new() { Commands = ["B", "C"], Unit = ScaleUnit.Kilogram });
        var waiting = client.PollAsync(1, default).AsTask();
        Assert.Equal(Hex.Bytes("02 41 42 30 33 03"), await _line.SentAsync());
        _line.Give(Hex.Bytes("02 41 42 2B 30 30 31 32 33 34 33 31 46 03"));
        Assert.Equal(Hex.Bytes("02 41 43 30 32 03"), await _line.SentAsync());
        _line.Give(Written(client.Protocol, new() { Tare = new(234, 3), Address = 1 }));
        var answer = await waiting.Soon();
        Assert.Equal("#1 gross 1.234 tare 0.234 kg", Reports.Say(answer.Report));
        Assert.Equal(new Weight(1000, 3), answer.Report.Completed().Net);
    }

    [Fact]
    public async Task Another_scales_answer_is_not_believed_and_a_late_one_is_waited_out()
    {
        await using var client = Client("and-indicator");
        var waiting = client.PollAsync(2, default).AsTask();
        Assert.Equal("@02RW\r\n", await SentAsync());
        _line.Give([.. "@01ST,GS,+0001.00kg\r\nST,GS,+0009.00kg\r\n"u8]);
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(501));
        Assert.Equal(ScaleOutcome.Mismatch, (await waiting.Soon()).Outcome);
        Assert.Equal(2, client.Counters.Strays);

        var next = client.PollAsync(3, default).AsTask();
        await _line.DrainedAsync();
        _line.Give([.. "@02ST,GS,+0002.00kg\r\n"u8]);
        await _line.DrainedAsync();
        Assert.False(_line.HasSent);
        _clock.Advance(TimeSpan.FromMilliseconds(51));
        Assert.Equal("@03RW\r\n", await SentAsync());
        _line.Give([.. "@03ST,GS,+0003.00kg\r\n"u8]);
        Assert.Equal("#3 gross 3.00 kg stable", Reports.Say((await next.Soon()).Report));
    }

    [Fact]
    public async Task Silence_and_refusal_of_a_poll_are_told_apart()
    {
        await using var client = Client("mt-sics");
        var waiting = client.PollAsync(null, default).AsTask();
        Assert.Equal("SI\r\n", await SentAsync());
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(501));
        Assert.Equal(ScaleOutcome.NoAnswer, (await waiting.Soon()).Outcome);

        waiting = client.PollAsync(null, default).AsTask();
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(51));
        _ = await _line.SentAsync();
        _line.Give([.. "EL\r\n"u8]);
        var refused = await waiting.Soon();
        Assert.Equal((ScaleOutcome.Refused, "EL"), (refused.Outcome, refused.Report.ErrorCode));
    }

    [Fact]
    public async Task A_device_says_what_it_is()
    {
        await using var client = Client("mt-sics");
        var waiting = client.AskAsync("I4", null, default).AsTask();
        Assert.Equal("I4\r\n", await SentAsync());
        _line.Give([.. "I4 A \"1123456789\"\r\n"u8]);
        Assert.Equal(new ScaleText(ScaleOutcome.Ok, "1123456789", null), await waiting.Soon());
    }

    [Fact]
    public async Task The_caller_can_give_up()
    {
        await using var client = Client("sma");
        using var giveUp = new CancellationTokenSource();
        var waiting = client.PollAsync(null, giveUp.Token).AsTask();
        _ = await _line.SentAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public async Task A_line_that_never_stops_talking_nonsense_ends_in_a_time_out_and_takes_no_memory()
    {
        await using var client = Client("toledo-continuous");
        var waiting = client.NextAsync(default).AsTask();
        for (int round = 0; round < 2000; round++) _line.Give(Encoding.ASCII.GetBytes("nonsense without end, "));
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(ScaleOutcome.Garbage, (await waiting.Soon()).Outcome);
    }

    private async Task<string> SentAsync() => Encoding.ASCII.GetString(await _line.SentAsync());

    private static (ScaleOutcome Outcome, string? Detail) Outcome(ScaleAnswer answer) => (answer.Outcome, answer.Detail);

    private ScaleClient Client(string name, ScaleOptions? options = null) =>
        new(_line, options is null ? Samples.Protocol(name) : ScaleProtocols.Create(name, options), Settings, _clock);

    /// <summary>What the next wait ends with when these bytes come, and then nothing.</summary>
    private async Task<ScaleAnswer> NextAfterAsync(ScaleClient client, byte[]? bytes = null)
    {
        var waiting = client.NextAsync(default).AsTask();
        await _line.DrainedAsync();
        if (bytes is not null) _line.Give(bytes);
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromSeconds(6));
        return await waiting.Soon();
    }

    private static byte[] Toledo(int digits, bool stable = true) =>
        Written(Samples.Protocol("toledo-continuous"), new() { Gross = new(digits, 2), Unit = ScaleUnit.Kilogram, Stable = stable });

    private static byte[] Written(ScaleProtocol protocol, WeightReport report) => Samples.Frame(protocol, report);
}
