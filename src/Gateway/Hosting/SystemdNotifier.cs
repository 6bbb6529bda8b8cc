using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>Tells systemd how the gateway is, by sd_notify(3): one datagram a message. Does nothing when systemd did not start us.</summary>
/// <param name="variable">Reads an environment variable: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID (sd_notify(3), sd_watchdog_enabled(3)).</param>
internal sealed class SystemdNotifier(Func<string, string?> variable, TimeProvider time, ILogger<SystemdNotifier> logger)
{
    // Long enough for a busy service manager, short enough to go on without one.
    private const int SendTimeoutMs = 1000;

    /// <summary>Whether somebody listens: a path, or a name in the abstract namespace written with '@'.</summary>
    public bool IsEnabled => variable("NOTIFY_SOCKET") is ['/' or '@', _, ..];

    /// <summary>How often the watchdog must hear from this process; null when it is off or means another process.</summary>
    public TimeSpan? WatchdogTimeout =>
        IsEnabled
        && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 1
        && (variable("WATCHDOG_PID") is not { Length: > 0 } process || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    /// <summary>The start is complete.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The stop has begun.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string line) => Send($"STATUS={line.ReplaceLineEndings(" ")}");

    /// <summary>Keeps the watchdog content, at half its timeout, for as long as the gateway is healthy.</summary>
    /// <param name="isHealthy">Whether the loops are alive. While it says no the watchdog hears nothing and, in the end, restarts the gateway.</param>
    public async Task RunAsync(Func<bool> isHealthy, CancellationToken stop)
    {
        if (WatchdogTimeout is not { } timeout) return;
        using var interval = new PeriodicTimer(timeout / 2, time);
        bool wasHealthy = true;
        try
        {
            do
            {
                bool healthy = isHealthy();
                if (healthy) Send("WATCHDOG=1");
                if (healthy && !wasHealthy) Log.WatchdogResumed(logger);
                if (!healthy && wasHealthy) Log.WatchdogWithheld(logger);
                wasHealthy = healthy;
            }
            while (await interval.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private void Send(string state)
    {
        if (!IsEnabled || variable("NOTIFY_SOCKET") is not { } path) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = SendTimeoutMs };
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // ArgumentException: a path longer than a socket address holds.
            Log.NotificationFailed(logger, state, e.Message);
        }
    }
}
