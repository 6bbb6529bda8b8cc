using System.Text.Json;
using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>Writes down in the audit log what people do through this box, and when the gateway starts, with what, and stops.</summary>
internal sealed class AuditDesk(IAuditLog log)
{
    // Of each lane; more would not fit into a row.
    private const int MostNamed = 100;

    public void Started(SiteModel site, StoreOpening opening)
    {
        log.Note(AuditEntry.Of(AuditKind.Start, AuditEntry.Gateway, json =>
        {
            json.WriteString("version", ProgramVersion.Text);
            json.WriteNumber("boot", opening.Boot);
            json.WriteBoolean("ended_cleanly_before", opening.EndedCleanly);
        }));
        log.Note(AuditEntry.Of(AuditKind.StoreOpened, AuditEntry.Gateway, json =>
        {
            json.WriteString("epoch", opening.Epoch);
            json.WriteNumber("epochs", opening.Epochs.Count);
            json.WriteBoolean("is_new", opening.IsNew);
        }));
        log.Note(AuditEntry.Of(AuditKind.Configuration, AuditEntry.Gateway, json =>
        {
            json.WriteString("site", site.Id);
            json.WriteString("digest", site.Digest);
            json.WriteNumber("devices", site.Devices.Count);
            json.WriteNumber("points", site.Points.Count);
            json.WriteNumber("alarms", site.Alarms.Count);
            json.WriteNumber("feeds", site.Feeds.Count);
        }));
    }

    public void Stopping(TimeSpan uptime, bool wasAsked) => log.Note(AuditEntry.Of(AuditKind.Stop, AuditEntry.Gateway, json =>
    {
        json.WriteNumber("uptime_ms", (long)uptime.TotalMilliseconds);
        json.WriteString("why", wasAsked ? "asked" : "a room failed");
    }));

    /// <returns>What to answer: an acknowledgement that is not in the log is not answered as done.</returns>
    public async Task<AcknowledgeResult> AcknowledgedAsync(Acknowledgement what, AcknowledgeResult result, CancellationToken cancel)
    {
        var entry = AuditEntry.Of(AuditKind.Acknowledgement, what.Actor, json =>
        {
            json.WriteString("alarm", what.AlarmId);
            json.WriteString("occurrence", what.Occurrence);
            if (what.Note is not null) json.WriteString("note", what.Note);
            json.WriteString("result", $"{result}");
        });
        bool isRecorded = await TryAppendAsync(entry, cancel);
        return isRecorded || result != AcknowledgeResult.Done ? result : AcknowledgeResult.NotStored;
    }

    /// <returns>What to answer: a shelving that is not in the log is not answered as done.</returns>
    public Task<ShelveResult> ShelvedAsync(ShelveOrder order, ShelveResult result, CancellationToken cancel) => OnShelfAsync(order.Actor, result, json =>
    {
        json.WriteString("what", "shelve");
        json.WriteString("alarm", order.AlarmId);
        json.WriteNumber("for_ms", (long)order.For.TotalMilliseconds);
        json.WriteBoolean("once", order.IsOneShot);
        json.WriteString("note", order.Note);
    }, cancel);

    /// <returns>As <see cref="ShelvedAsync"/>.</returns>
    public Task<ShelveResult> UnshelvedAsync(UnshelveOrder order, ShelveResult result, CancellationToken cancel) => OnShelfAsync(order.Actor, result, json =>
    {
        json.WriteString("what", "unshelve");
        json.WriteString("alarm", order.AlarmId);
        if (order.Note is not null) json.WriteString("note", order.Note);
    }, cancel);

    private async Task<ShelveResult> OnShelfAsync(string actor, ShelveResult result, Action<Utf8JsonWriter> members, CancellationToken cancel)
    {
        var entry = AuditEntry.Of(AuditKind.Shelving, actor, json =>
        {
            members(json);
            json.WriteString("result", $"{result}");
        });
        return await TryAppendAsync(entry, cancel) || result != ShelveResult.Done ? result : ShelveResult.NotStored;
    }

    /// <summary>Records a write to registers of a device before it is made, and what came of it.</summary>
    /// <returns>Whether it is recorded.</returns>
    public Task<bool> WritesRegistersAsync(string bus, string actor, RegisterWriteNote note, CancellationToken cancel) =>
        TryAppendAsync(EntryOf(bus, actor, note), cancel);

    /// <summary>The row of a write to registers.</summary>
    public static AuditEntry EntryOf(string bus, string actor, RegisterWriteNote note) => AuditEntry.Of(AuditKind.RegisterWrite, actor, json =>
    {
        json.WriteString("bus", bus);
        if (note.Unit is { } unit) json.WriteNumber("unit", unit);
        else json.WriteString("unit", "all");
        json.WriteString("registers", note.Registers);
        if (note.Old is not null) json.WriteString("old", note.Old);
        json.WriteString("new", note.New);
        json.WriteString("state", note.State);
    });

    /// <summary>Records that refused messages are sent once more, or given up, before it is done.</summary>
    /// <returns>Whether it is recorded.</returns>
    public Task<bool> RequeuesAsync(RequeueOrder order, IReadOnlyList<RefusedMessage> messages, long unlisted, CancellationToken cancel) =>
        TryAppendAsync(AuditEntry.Of(AuditKind.Requeue, order.Actor, json =>
        {
            json.WriteString("feed", order.Feed);
            json.WriteString("what", order.Forget ? "forget" : "send again");
            json.WriteNumber("messages", messages.Count + unlisted);
            json.WriteStartObject("lanes");
            foreach (var lane in messages.GroupBy(message => message.Lane))
            {
                json.WriteStartArray(LaneText.Of(lane.Key));
                foreach (var message in lane.Take(MostNamed)) json.WriteNumberValue(message.Seq);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }), cancel);

    private async Task<bool> TryAppendAsync(AuditEntry entry, CancellationToken cancel)
    {
        try
        {
            await log.AppendAsync(entry, cancel);
            return true;
        }
        catch (StoreException)
        {
            // The log itself says that it cannot be written.
            return false;
        }
    }
}
