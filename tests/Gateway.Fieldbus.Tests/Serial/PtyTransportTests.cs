using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Tests.Transports;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Serial;

public class PtyTransportTests : StreamTransportContract
{
    protected override Task<IFarEnd> MakeFarEndAsync() => Task.FromResult<IFarEnd>(new Terminal());

    [Fact]
    public async Task Programs_come_and_go_and_each_is_served()
    {
        await OpenAsync();
        for (byte round = 0; round < 5; round++)
        {
            var read = Transport.ReadAsync(new byte[1], default).AsTask();
            await FarEnd.GoAsync();
            await FarEnd.ReturnAsync();
            Assert.False(read.IsCompleted);
            await FarEnd.SendAsync(new[] { round });
            Assert.Equal(1, await read.WaitAsync(Patience.Limit));
            await Transport.WriteAsync(new[] { round }, default);
            Assert.Equal([round], await FarEnd.ReceiveAsync(1));
        }
    }

    [Fact]
    public async Task The_link_leads_to_the_port_while_it_is_open_and_replaces_an_old_link_only()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["tty"], "/dev/pts/left-by-a-crash");
        await using var pty = new PtyTransport(folder["tty"]);
        await pty.OpenAsync(default);
        Assert.Equal(pty.DevicePath, new FileInfo(folder["tty"]).LinkTarget);
        await pty.CloseAsync();
        Assert.False(Path.Exists(folder["tty"]) || new FileInfo(folder["tty"]).LinkTarget is not null);

        folder.Write("tty", "precious");
        var refusal = await Assert.ThrowsAsync<TransportException>(async () => await pty.OpenAsync(default));
        Assert.Contains(folder["tty"], refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(folder["tty"]));
        Assert.False(pty.IsOpen);
    }

    [Fact]
    public async Task A_link_that_another_has_taken_over_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await using var first = new PtyTransport(folder["tty"]);
        await using var second = new PtyTransport(folder["tty"]);
        await first.OpenAsync(default);
        await second.OpenAsync(default);
        await first.CloseAsync();
        Assert.Equal(second.DevicePath, new FileInfo(folder["tty"]).LinkTarget);
    }

    [Fact]
    public async Task What_is_sent_at_another_speed_is_lost_and_what_is_sent_at_its_own_is_heard()
    {
        await using var pty = new PtyTransport { Settings = new SerialSettings(19200, 8, SerialParity.Even) };
        await pty.OpenAsync(default);
        Assert.True(PtyTransport.IsPseudoTerminal(pty.DevicePath!));
        byte[] heard = new byte[8];
        var reading = pty.ReadAsync(heard, default).AsTask();
        await using (var slow = new SerialTransport(pty.DevicePath!, new SerialPortOptions(new SerialSettings(9600))))
        {
            await slow.OpenAsync(default);
            await slow.WriteAsync(new byte[] { 1, 2, 3 }, default);
            // This side has taken them up before anybody may change the speed.
            await Patience.UntilAsync(() => pty.Lost == 3);
        }
        Assert.False(reading.IsCompleted);
        await using var right = new SerialTransport(pty.DevicePath!, new SerialPortOptions(new SerialSettings(19200, 8, SerialParity.Even)));
        await right.OpenAsync(default);
        await right.WriteAsync(new byte[] { 7 }, default);
        Assert.Equal(1, await reading.WaitAsync(Patience.Limit));
        Assert.Equal(7, heard[0]);
    }

    private sealed class Terminal : IFarEnd
    {
        private readonly PtyTransport _pty = new();
        private TerminalFile? _file;

        public ITransport Transport => _pty;

        public async Task AcceptAsync()
        {
            await GoAsync();
            await ReturnAsync();
        }

        public Task SendAsync(ReadOnlyMemory<byte> bytes) => _file!.SendAsync(bytes);

        public Task<byte[]> ReceiveAsync(int count) => _file!.ReceiveAsync(count);

        public async Task GoAsync() => await (_file?.DisposeAsync() ?? default);

        public Task ReturnAsync()
        {
            _file = new(_pty.DevicePath!);
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync() => await GoAsync();
    }
}
