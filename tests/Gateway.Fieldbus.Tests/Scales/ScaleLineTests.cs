using System.Net;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Scales;

/// <summary>Talker and client on real lines: a pseudo-terminal opened as a 7E1 port, and TCP.</summary>
public class ScaleLineTests
{
    private static readonly ScaleSettings Settings = new() { MaximumRate = 0, StaleAfter = Patience.Limit, AnswerTime = Patience.Limit };
    private static readonly ScaleTalkerSettings Fast = new() { StreamEvery = TimeSpan.FromMilliseconds(5) };
    private static readonly ScaleTalkerSettings Three = new() { StreamEvery = TimeSpan.Zero, Addresses = [1, 2, 3] };

    public static TheoryData<string> Streams => [.. Samples.Names.Where(name => Samples.Protocol(name).Modes.HasFlag(ScaleModes.Streaming))];

    public static TheoryData<string> Polls => [.. Samples.Names.Where(name => Samples.Protocol(name).Modes.HasFlag(ScaleModes.Polled))];

    [Theory]
    [MemberData(nameof(Streams))]
    public Task A_stream_is_heard_over_a_pseudo_terminal(string name) =>
        OverPtyAsync(Samples.Protocol(name), Fast, async client =>
        {
            for (int round = 0; round < 3; round++) Assert.Equal("12.34", (await client.NextAsync(default).Soon()).Report.Shown.ToString());
        });

    [Theory]
    [MemberData(nameof(Polls))]
    public Task A_scale_answers_over_a_pseudo_terminal(string name)
    {
        int? address = Samples.Protocol(name).Modes.HasFlag(ScaleModes.Addressed) ? 65 % (Samples.Protocol(name).Addresses!.Value.Highest + 1) : null;
        if (name is "yaohua-a9-command" or "keli-command") address = 20;
        var talks = new ScaleTalkerSettings { StreamEvery = TimeSpan.Zero, Addresses = address is { } known ? [known] : [] };
        return OverPtyAsync(Samples.Protocol(name), talks, async client =>
        {
            for (int round = 0; round < 3; round++) Assert.Equal("12.34", (await client.PollAsync(address, default).Soon()).Report.Shown.ToString());
            Assert.Equal(3, client.Counters.Polls);
        });
    }

    [Theory]
    [InlineData("and-indicator")]
    [InlineData("cas-22")]
    [InlineData("dini-argeo")]
    [InlineData("yaohua-a9-command")]
    [InlineData("keli-command")]
    [InlineData("delimited-text")]
    public Task Three_scales_on_one_bus_answer_each_for_itself(string name) =>
        OverPtyAsync(Samples.Protocol(name), Three, async client =>
        {
            for (int address = 3; address >= 1; address--)
            {
                var report = (await client.PollAsync(address, default).Soon()).Report;
                Assert.Equal((address, $"{address}2.34"), (report.Address, report.Shown.ToString()));
            }
        });

    [Theory]
    [InlineData("toledo-continuous")]
    [InlineData("mt-sics")]
    public async Task A_stream_is_heard_over_TCP(string name)
    {
        var protocol = Samples.Protocol(name);
        using var stop = new CancellationTokenSource();
        using var talker = new ScaleTcpTalker(new(IPAddress.Loopback, 0), protocol, Fast, Weigh, TimeProvider.System);
        talker.Open();
        var talking = talker.RunAsync(stop.Token);
        await using (var client = new ScaleClient(new TcpTransport("127.0.0.1", talker.LocalEndPoint.Port), protocol, Settings, TimeProvider.System))
        {
            for (int round = 0; round < 3; round++) Assert.Equal("12.34", (await client.NextAsync(default).Soon()).Report.Shown.ToString());
        }
        await stop.CancelAsync();
        await talking.Soon();
    }

    [Fact]
    public async Task Parity_that_the_port_leaves_in_bit_7_is_dropped()
    {
        await using var pty = new PtyTransport();
        await pty.OpenAsync(default);
        var protocol = Samples.Protocol("toledo-continuous");
        var port = new SerialTransport(pty.DevicePath!, new(new(9600)));
        await using var client = new ScaleClient(port, protocol, Settings, TimeProvider.System);
        var waiting = client.NextAsync(default).AsTask();
        await Gateway.Testing.Patience.UntilAsync(() => port.IsOpen);
        byte[] frame = Samples.Frame(protocol, Weigh(null)!.Value);
        for (int i = 0; i < frame.Length; i++) frame[i] |= (byte)(byte.PopCount(frame[i]) % 2 << 7);
        Assert.Contains(frame, value => value > 0x7F);
        await pty.WriteAsync(frame, default);
        Assert.Equal("12.34", (await waiting.Soon()).Report.Shown.ToString());
        Assert.Equal(0, client.Counters.GarbageBytes);
    }

    private static WeightReport? Weigh(int? address) => new()
    {
        Gross = new(address is >= 1 and <= 3 and var nth ? (nth * 1000) + 234 : 1234, 2),
        Unit = ScaleUnit.Kilogram,
        Stable = true,
        Address = address,
    };

    private static async Task OverPtyAsync(ScaleProtocol protocol, ScaleTalkerSettings talks, Func<ScaleClient, Task> listen)
    {
        using var stop = new CancellationTokenSource();
        var pty = new PtyTransport();
        await pty.OpenAsync(default);
        // The lamps of CAS need eight bits; everybody else is spoken to as most scales leave the factory.
        var settings = protocol.Name == "cas-22" ? new SerialSettings(9600) : new SerialSettings(9600, 7, SerialParity.Even);
        var port = new SerialTransport(pty.DevicePath!, new(settings));
        // A single scale whose frames must name it has number 7.
        WeightReport? Say(int? address) =>
            protocol.Name == Samples.Described ? Weigh(address)!.Value with { Address = address ?? 7 } : Weigh(address);
        var talking = new ScaleTalker(pty, protocol, talks, Say, TimeProvider.System).RunAsync(stop.Token);
        await using (var client = new ScaleClient(port, protocol, Settings, TimeProvider.System)) await listen(client);
        await stop.CancelAsync();
        await talking.Soon();
    }
}
