using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Tests.Transports;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Serial;

public class SerialTransportTests : ConnectionTransportContract
{
    private string Path => Transport.Name;

    protected override async Task<IFarEnd> MakeFarEndAsync()
    {
        var far = new Controller();
        await far.ReturnAsync();
        return far;
    }

    [Fact]
    public async Task A_port_that_is_held_is_busy_for_everybody_else_until_it_is_closed()
    {
        await OpenAsync();
        await using var second = new SerialTransport(Path, new(new(9600)));
        var refusal = await Assert.ThrowsAsync<TransportException>(async () => await second.OpenAsync(default));
        Assert.Equal(TransportFault.Busy, refusal.Fault);
        Assert.Contains($"fuser -v {Path}", refusal.Message, StringComparison.Ordinal);
        await using (var other = RunningProcess.Start("flock", ["--nonblock", Path, "true"], "util-linux")) Assert.Equal(1, await other.WaitForExitAsync());

        await FarEnd.SendAsync(new byte[] { 1 });
        Assert.Equal([1], await ReadAsync(1));
        await Transport.CloseAsync();
        await second.OpenAsync(default);
        Assert.True(second.IsOpen);
    }

    [Fact]
    public async Task Closing_frees_the_port_also_while_this_program_starts_others()
    {
        var starting = Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++)
            {
                await using var child = RunningProcess.Start("true", []);
            }
        });
        while (!starting.IsCompleted)
        {
            await OpenAsync();
            await Transport.CloseAsync();
        }
        await starting;
    }

    [Fact]
    public async Task A_port_that_does_not_exist_is_not_found_and_the_message_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var failure = await FailureOfOpeningAsync(folder["ttyUSB0"]);
        Assert.Equal(TransportFault.NotFound, failure.Fault);
        Assert.Contains("/dev/serial/by-id", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_serial_port_is_told_so()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("not a serial port", (await FailureOfOpeningAsync(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("not a serial port", (await FailureOfOpeningAsync(folder.Write("file", "text"))).Message, StringComparison.Ordinal);
        Assert.Equal(TransportFault.Unsupported, (await FailureOfOpeningAsync("/dev/null")).Fault);
    }

    [Theory]
    [InlineData("300-8N1", "300")]
    [InlineData("19200-8N2", "19200")]
    [InlineData("1000000-8N1", "1000000")]
    public async Task Settings_are_in_force_for_whoever_asks_the_driver(string word, string rate)
    {
        Assert.True(SerialSettings.TryParse(word, out var settings, out _));
        await using var transport = new SerialTransport(Path, new(settings));
        await transport.OpenAsync(default);
        Assert.Empty(transport.Warnings);
        string report = await AskDriverAsync(Path);
        Assert.Contains($"speed {rate}", report, StringComparison.Ordinal);
        Assert.Contains(word.EndsWith('2') ? " cstopb" : "-cstopb", report, StringComparison.Ordinal);
        string[] raw = ["-echo ", "-icanon", "-isig", "-opost", "-ixon", "-icrnl", "min = 1"];
        Assert.All(raw, word => Assert.Contains(word, report, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_baud_rate_that_is_no_standard_one_is_in_force()
    {
        await using var transport = new SerialTransport(Path, new(new(12345)));
        await transport.OpenAsync(default);
        Assert.Empty(transport.Warnings);
        // stty does not know such rates; this asks the kernel for struct termios2 (TCGETS2) and prints c_ospeed.
        const string Script = "import fcntl,struct,sys; print(struct.unpack('=4I20B2I', fcntl.ioctl(open(sys.argv[1]), 0x802C542A, bytes(44)))[-1])";
        await using var python = RunningProcess.Start("/usr/bin/python3", ["-c", Script, Path]);
        await python.WaitForLineAsync(line => line == "12345");
    }

    [Fact]
    public async Task What_the_driver_does_not_take_is_a_warning_and_the_port_is_open()
    {
        await using var transport = new SerialTransport(Path, new(new(9600, 7, SerialParity.Even, 1)) { Rs485 = new() });
        await transport.OpenAsync(default);
        Assert.True(transport.IsOpen);
        Assert.All(transport.Warnings, warning => Assert.Equal(TransportFault.Unsupported, warning.Fault));
        Assert.Equal(3, transport.Warnings.Count);
        Assert.Contains("7 data bits", transport.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Contains("even parity", transport.Warnings[1].Message, StringComparison.Ordinal);
        Assert.Contains("no RS-485 mode", transport.Warnings[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_babbling_line_fills_a_bounded_buffer_and_goes_on_when_it_is_read()
    {
        await OpenAsync();
        byte[] babble = new byte[ReceiveBuffer.Capacity * 4];
        Random.Shared.NextBytes(babble);
        var sending = FarEnd.SendAsync(babble);
        Assert.Equal(babble, await ReadAsync(babble.Length));
        await sending.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task After_a_babble_that_filled_the_buffer_was_discarded_it_listens_again()
    {
        await OpenAsync();
        var babbling = FarEnd.SendAsync(new byte[1_000_000]);
        await Patience.UntilAsync(() => ((SerialTransport)Transport).Unread == ReceiveBuffer.Capacity);
        Transport.DiscardInput();
        for (int rest = 10 * ReceiveBuffer.Capacity; rest > 0;)
        {
            rest -= await Transport.ReadAsync(new byte[512], default).AsTask().WaitAsync(Patience.Limit);
        }
        await FarEnd.GoAsync();
        await Assert.ThrowsAsync<TransportException>(() => babbling.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_pseudo_terminal_is_locked_and_not_made_exclusive_because_that_would_outlive_a_killed_holder()
    {
        await OpenAsync();
        const string Script = "import fcntl,struct,sys; print(struct.unpack('=I', fcntl.ioctl(open(sys.argv[1]), 0x80045440, bytes(4)))[0])"; // TIOCGEXCL
        await using var python = RunningProcess.Start("/usr/bin/python3", ["-c", Script, Path]);
        Assert.Equal(0, await python.WaitForExitAsync());
        Assert.Equal(["0"], python.Output.Entries);
    }

    [Fact]
    public async Task A_write_waits_while_the_driver_is_full_and_goes_on_when_there_is_room()
    {
        // More than all buffers on the way hold.
        byte[] bytes = new byte[1_000_000];
        Random.Shared.NextBytes(bytes);
        await OpenAsync();
        var writing = Transport.WriteAsync(bytes, default).AsTask();
        Assert.False(writing.IsCompleted);
        Assert.Equal(bytes, await FarEnd.ReceiveAsync(bytes.Length));
        await writing.WaitAsync(Patience.Limit);

        using var cancel = new CancellationTokenSource();
        writing = Transport.WriteAsync(bytes, cancel.Token).AsTask();
        Assert.False(writing.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Patience.Limit));
        Assert.True(Transport.IsOpen);

        writing = Transport.WriteAsync(bytes, default).AsTask();
        await FarEnd.GoAsync();
        Assert.Equal(TransportFault.PeerGone, (await Assert.ThrowsAsync<TransportException>(() => writing.WaitAsync(Patience.Limit))).Fault);
    }

    private static async Task<string> AskDriverAsync(string path)
    {
        await using var stty = RunningProcess.Start("stty", ["-F", path, "-a"], "coreutils");
        Assert.Equal(0, await stty.WaitForExitAsync());
        return string.Join('\n', stty.Output.Entries);
    }

    private static async Task<TransportException> FailureOfOpeningAsync(string path)
    {
        await using var transport = new SerialTransport(path, new(new(9600)));
        var failure = await Assert.ThrowsAsync<TransportException>(async () => await transport.OpenAsync(default));
        Assert.False(transport.IsOpen);
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        return failure;
    }

    /// <summary>The far end is our own pseudo-terminal, so that the two prove each other.</summary>
    private sealed class Controller : IFarEnd
    {
        private readonly TemporaryFolder _folder = new();
        private readonly PtyTransport _pty;

        public Controller()
        {
            _pty = new(_folder["tty"]);
            Transport = new SerialTransport(_folder["tty"], new(new(9600)));
        }

        public ITransport Transport { get; }

        public Task AcceptAsync() => Task.CompletedTask;

        public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _pty.WriteAsync(bytes, default);

        public async Task<byte[]> ReceiveAsync(int count)
        {
            using var deadline = new CancellationTokenSource(Patience.Limit);
            byte[] bytes = new byte[count];
            for (int at = 0; at < count;) at += await _pty.ReadAsync(bytes.AsMemory(at), deadline.Token);
            return bytes;
        }

        public async Task GoAsync() => await _pty.CloseAsync();

        public async Task ReturnAsync() => await _pty.OpenAsync(default);

        public async ValueTask DisposeAsync()
        {
            await _pty.DisposeAsync();
            _folder.Dispose();
        }
    }
}
