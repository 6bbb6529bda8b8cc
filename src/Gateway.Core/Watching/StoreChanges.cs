using System.Text.Json;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;

namespace Gateway.Core.Watching;

/// <summary>Decides what is to be told of what is stored, from one look to the next. No I/O.</summary>
internal sealed class StoreChanges
{
    private readonly DropTally _drops = new();
    private StoreLook? _before;

    /// <returns>What happened since the look before, in order; of the first look, what the start found.</returns>
    public IReadOnlyList<Happening> Take(StoreLook look)
    {
        List<Happening> happened = [.. Loss(look.Buffer), .. State(look.Buffer), .. _drops.Take(look.Drops, look.At)];
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

    private static void Write(Utf8JsonWriter json, string name, Wording text)
    {
        json.WriteStartObject(name);
        json.WriteString("en", text.English);
        json.WriteString("zh", text.Chinese);
        json.WriteEndObject();
    }
}
