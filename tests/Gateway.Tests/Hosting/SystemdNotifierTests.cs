using System.Globalization;
using Gateway.Hosting;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

public sealed class SystemdNotifierTests
{
    private readonly TestClock _clock = new();

    private SystemdNotifier Notifier(params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(pair => pair.Name, pair => pair.Value);
        return new SystemdNotifier(variables.GetValueOrDefault, _clock, NullLogger<SystemdNotifier>.Instance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_state_is_one_datagram(bool isAbstract)
    {
        using var socket = new NotifySocket(isAbstract);
        var notifier = Notifier(("NOTIFY_SOCKET", socket.Path));

        notifier.Ready();
        notifier.Status("3 buses, 40 points\nall well");
        notifier.Stopping();

        Assert.Equal("READY=1", await socket.ReceiveAsync());
        Assert.Equal("STATUS=3 buses, 40 points all well", await socket.ReceiveAsync());
        Assert.Equal("STOPPING=1", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Without_systemd_nothing_happens()
    {
        var notifier = Notifier(("WATCHDOG_USEC", "1000000"));

        Assert.False(notifier.IsEnabled);
        notifier.Ready();
        notifier.Status("unheard");
        await notifier.RunAsync(() => throw new InvalidOperationException("nobody asks"), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("vsock:2:1234")]
    [InlineData("/")]
    [InlineData("")]
    public void A_socket_that_cannot_be_reached_stops_nobody(string path) => Notifier(("NOTIFY_SOCKET", path)).Ready();

    [Fact]
    public void A_path_too_long_for_a_socket_stops_nobody() => Notifier(("NOTIFY_SOCKET", "/" + new string('x', 200))).Ready();

    [Fact]
    public async Task The_watchdog_hears_of_us_at_half_its_timeout_while_we_are_healthy()
    {
        using var socket = new NotifySocket();
        using var stop = new CancellationTokenSource();
        bool healthy = true;
        var notifier = Notifier(
            ("NOTIFY_SOCKET", socket.Path), ("WATCHDOG_USEC", "20000000"), ("WATCHDOG_PID", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        int asked = 0;
        var secondNo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watchdog = notifier.RunAsync(
            () =>
            {
                if (!healthy && ++asked == 2) secondNo.SetResult();
                return healthy;
            },
            stop.Token);

        Assert.Equal("WATCHDOG=1", await socket.ReceiveAsync());
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(socket.HasMessage);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", await socket.ReceiveAsync());

        healthy = false;
        while (!secondNo.Task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        Assert.False(socket.HasMessage);

        healthy = true;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("WATCHDOG=1", await socket.ReceiveAsync());
        await stop.CancelAsync();
        await watchdog;
    }

    [Theory]
    [InlineData("20000000", "1", false)]
    [InlineData("20000000", "", true)]
    [InlineData("0", "", false)]
    [InlineData("-5", "", false)]
    [InlineData("soon", "", false)]
    public void The_watchdog_is_ours_only_when_the_variables_say_so(string microseconds, string process, bool isOurs)
    {
        var notifier = Notifier(("NOTIFY_SOCKET", "/run/systemd/notify"), ("WATCHDOG_USEC", microseconds), ("WATCHDOG_PID", process));

        Assert.Equal(isOurs ? TimeSpan.FromSeconds(20) : null, notifier.WatchdogTimeout);
    }
}
