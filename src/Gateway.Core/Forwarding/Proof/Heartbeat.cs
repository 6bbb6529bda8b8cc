using System.Text.Json;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>The body of a heartbeat: where lanes and feeds stand, which alarms do, and what will run out.</summary>
internal static class Heartbeat
{
    public static byte[] Body(HeartbeatFacts facts) => ObjectJson.Of(json =>
    {
        json.WriteNumber("uptime", (long)facts.Uptime.TotalMilliseconds);
        json.WriteString("store", facts.Buffer.State == BufferState.Healthy ? "healthy" : "degraded");
        WriteLanes(json, facts.Buffer);
        WriteFeeds(json, facts.Feeds);
        WriteAlarms(json, StandingAlarms.Of(facts.Alarms), facts.Alarms.Count(alarm => alarm.Shelving is not null));
        WriteDisk(json, facts.Buffer.SizeBytes, facts.Disk);
        WriteCertificates(json, facts.Certificates, facts.Now);
        if (facts.Audit is { } head) WriteAudit(json, head);
    });

    private static void WriteLanes(Utf8JsonWriter json, BufferSnapshot buffer)
    {
        json.WriteStartObject("lanes");
        foreach (var lane in LaneText.All)
        {
            json.WriteStartObject(LaneText.Of(lane));
            json.WriteString("epoch", buffer.Epoch);
            json.WriteNumber("next", buffer.Lanes[(int)lane].Next);
            json.WriteNumber("oldest", buffer.Lanes[(int)lane].Oldest);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteFeeds(Utf8JsonWriter json, IReadOnlyList<FeedSnapshot> feeds)
    {
        json.WriteStartObject("feeds");
        foreach (var feed in feeds)
        {
            json.WriteStartObject(feed.Feed);
            json.WriteBoolean("connected", feed.IsConnected);
            json.WriteNumber("quarantined", feed.Quarantined);
            json.WriteStartObject("lanes");
            foreach (var lane in feed.Lanes) WriteLane(json, lane);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteLane(Utf8JsonWriter json, LaneSnapshot lane)
    {
        json.WriteStartObject(LaneText.Of(lane.Lane));
        json.WriteNumber("acknowledged", lane.Acknowledged);
        json.WriteNumber("waiting", lane.Waiting);
        if (lane.WaitingSince is { } since) json.WriteNumber("waiting_since", since.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteAlarms(Utf8JsonWriter json, StandingAlarms alarms, int shelved)
    {
        json.WriteStartObject("alarms");
        json.WriteNumber("standing", alarms.Standing);
        json.WriteNumber("unacknowledged", alarms.Unacknowledged);
        json.WriteNumber("shelved", shelved);
        json.WriteString("digest", alarms.Digest);
        json.WriteEndObject();
    }

    private static void WriteAudit(Utf8JsonWriter json, AuditHead head)
    {
        json.WriteStartObject("audit");
        json.WriteNumber("rows", head.Number);
        json.WriteString("hash", head.Hash);
        json.WriteEndObject();
    }

    private static void WriteDisk(Utf8JsonWriter json, long storeBytes, DiskRoom? disk)
    {
        json.WriteStartObject("disk");
        json.WriteNumber("store", storeBytes);
        if (disk is { } room)
        {
            json.WriteNumber("free", room.Free);
            json.WriteNumber("total", room.Total);
        }
        json.WriteEndObject();
    }

    private static void WriteCertificates(Utf8JsonWriter json, IReadOnlyList<CertificateLife> certificates, DateTimeOffset now)
    {
        json.WriteStartArray("certificates");
        foreach (var certificate in certificates)
        {
            json.WriteStartObject();
            json.WriteString("feed", certificate.Feed);
            json.WriteNumber("days", (long)Math.Floor((certificate.Ends - now).TotalDays));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
