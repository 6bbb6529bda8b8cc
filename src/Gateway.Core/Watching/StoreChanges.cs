using System.Globalization;
using System.Text.Json;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.History;

namespace Gateway.Core.Watching;

/// <summary>Decides what is to be told of what is stored, from one look to the next. No I/O.</summary>
internal sealed class StoreChanges
{
    /// <summary>The log is about 1 MiB, unless some reader keeps SQLite from taking it into the database.</summary>
    public const long LargeLog = 16L << 20;

    private readonly DropTally _drops = new();
    private long _roomTold;
    private long _damageTold;
    private bool _isLogTold;
    private StoreLook? _before;

    /// <returns>What happened since the look before, in order; of the first look, what the start found.</returns>
    public IReadOnlyList<Happening> Take(StoreLook look)
    {
        List<Happening> happened = 
        [
            .. Loss(look.Buffer), .. State(look.Buffer), .. Room(look.Buffer), .. Log(look.Buffer), .. History(look.History?.Damaged ?? []),
            .. _drops.Take(look.Drops, look.At),
        ];
        _before = look;
        return happened;
    }

    private IEnumerable<Happening> Loss(BufferSnapshot buffer)
    {
        if (buffer.Loss is not { } loss || buffer.Epoch == _before?.Buffer.Epoch) yield break;
        yield return Happening.OfStore(AuditKind.StoreLoss, "loss", json =>
        {
            json.WriteString("epoch", buffer.Epoch);
            Write(json, "text", loss);
        });
    }

    private IEnumerable<Happening> State(BufferSnapshot buffer)
    {
        bool was = _before?.Buffer.State == BufferState.Degraded, isNow = buffer.State == BufferState.Degraded;
        // A failure that came and went between two looks is told all the same.
        bool hasFailed = buffer.Outages > (_before?.Buffer.Outages ?? 0);
        if (hasFailed)
        {
            yield return Happening.OfStore(AuditKind.StoreState, "degraded", json =>
            {
                if (buffer.LastError is { } error) Write(json, "text", error);
            });
        }
        if ((was || hasFailed) && !isNow)
            yield return Happening.OfStore(AuditKind.StoreState, "recovered", json => json.WriteNumber("readings_given_up", buffer.DroppedReadings));
    }

    private IEnumerable<Happening> Room(BufferSnapshot buffer)
    {
        foreach (var made in buffer.RoomMade.Where(made => made.Number > _roomTold))
        {
            _roomTold = made.Number;
            yield return Happening.OfStore(AuditKind.RoomMade, "room-made", json =>
            {
                json.WriteString("given_up", made.Piece.What);
                json.WriteNumber("bytes", made.Piece.Bytes);
            });
        }
        if (_before?.Buffer.IsShortOfRoom == true && !buffer.IsShortOfRoom) yield return Happening.OfStore(AuditKind.RoomMade, "room-back", static _ => { });
    }

    private IEnumerable<Happening> Log(BufferSnapshot buffer)
    {
        // Told again only after it was small in between.
        if (buffer.LogBytes < LargeLog / 2) _isLogTold = false;
        if (buffer.LogBytes < LargeLog || _isLogTold) yield break;
        _isLogTold = true;
        yield return Happening.OfStore(AuditKind.StoreState, "log-large", json =>
        {
            json.WriteNumber("bytes", buffer.LogBytes);
            Write(json, "text", ("some program has core.db open and does not end its reading; find it: fuser -v core.db",
                "有程序一直打开 core.db 读取而不结束；可用 fuser -v core.db 查找"));
        });
    }

    private IEnumerable<Happening> History(IReadOnlyList<HistoryDamage> damaged)
    {
        foreach (var damage in damaged.Where(damage => damage.Number > _damageTold))
        {
            _damageTold = damage.Number;
            yield return Happening.OfStore(AuditKind.HistoryLoss, "history-damaged", json =>
            {
                json.WriteString("day", damage.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                json.WriteNumber("hours", damage.Hours);
                Write(json, "text", damage.Reason);
            });
        }
    }

    private static void Write(Utf8JsonWriter json, string name, Wording text)
    {
        json.WriteStartObject(name);
        json.WriteString("en", text.English);
        json.WriteString("zh", text.Chinese);
        json.WriteEndObject();
    }
}
