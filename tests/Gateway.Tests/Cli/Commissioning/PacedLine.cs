using Gateway.Fieldbus.Serial;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>Unit 3 on a line of 9600 baud: a byte at a time, as fast as the line allows.</summary>
internal static class PacedLine
{
    /// <summary>A character of ten bits takes 1.04 ms; a timer gives whole milliseconds, so two go at a time.</summary>
    private static readonly TimeSpan _pair = TimeSpan.FromMilliseconds(2);

    private static readonly byte[] _data = [3, 3, 2, 0x02, 0xD1, 0x00, 0xB8], _input = [3, 4, 2, 0x02, 0xD1, 0x01, 0xCC],
        _refused = [3, 0xAB, 0x01, 0x3F, 0x30];

    public static async Task PlayAsync(PtyTransport line, CancellationToken stop)
    {
        var request = new byte[64];
        using var clock = new PeriodicTimer(_pair, TimeProvider.System);
        while (await line.ReadAsync(request, stop) is var count and > 0)
        {
            for (int at = 0; at < count; at += 2) await clock.WaitForNextTickAsync(stop);
            if (request[0] != 3) continue;
            byte[] answer = request[1] switch { 3 => _data, 4 => _input, _ => _refused };
            for (int at = 0; at < answer.Length; at += 2)
            {
                await clock.WaitForNextTickAsync(stop);
                await line.WriteAsync(answer.AsMemory(at, Math.Min(2, answer.Length - at)), stop);
            }
        }
    }
}
