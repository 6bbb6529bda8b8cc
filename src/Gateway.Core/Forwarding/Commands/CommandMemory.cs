using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>The ids of commands that were taken, until they would have expired anyway. What it knows after a restart it reads from the events that record
/// them.</summary>
internal sealed class CommandMemory(string feed)
{
    /// <summary>A command is valid no longer than this after it comes in, so ids need not be remembered longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const int Step = 256;
    private const int StepBytes = 1 << 20;

    private readonly Dictionary<string, long> _expiries = [];

    /// <returns>False when the id was used.</returns>
    public bool TryRemember(string id, long expiresMs, long nowMs)
    {
        foreach (string old in _expiries.Where(known => known.Value < nowMs).Select(known => known.Key).ToArray()) _expiries.Remove(old);
        return _expiries.TryAdd(id, expiresMs);
    }

    /// <summary>Reads the event lane backwards for as long as a command can be valid.</summary>
    /// <exception cref="StoreException">The store cannot be read now; to be called again.</exception>
    public void Restore(DurableBuffer buffer, long nowMs)
    {
        long since = nowMs - (long)Longest.TotalMilliseconds;
        var extent = buffer.Extent(Lane.Event);
        long newest = long.MaxValue;
        for (long end = extent.Next; end > extent.Oldest && newest >= since; end -= Step)
        {
            newest = long.MinValue;
            for (long from = Math.Max(extent.Oldest, end - Step); from < end;)
            {
                var messages = buffer.Read(Lane.Event, from, Step, StepBytes);
                if (messages.Count == 0) break;
                foreach (var message in messages.Where(message => message.Seq < end)) Take(message, ref newest);
                from = messages[^1].Seq + 1;
            }
        }
    }

    private void Take(StoredMessage message, ref long newest)
    {
        newest = Math.Max(newest, message.WallMs);
        if (message.Kind != MessageKind.Operator) return;
        try
        {
            using var document = JsonDocument.Parse(message.Body);
            var root = document.RootElement;
            if (Command.Text(root, "feed") != feed || Command.Text(root, "state") != "accepted" || Command.Text(root, "id") is not { } id) return;
            _expiries[id] = root.GetProperty("expires").GetInt64();
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // An operator's event that is no command.
        }
    }
}
