using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding.EnvgwJson;

/// <summary>One message of every kind that the program emits, under the name of its vector: the schema's name, a dot, what is special.</summary>
internal static class Samples
{
    public const long Time = 1_763_757_000_000;

    private const string Raised = """
        {"id":"outlet/point0/high","occurrence":"01JD7XQ8Z4M2","kind":"high","point":"outlet/point0","device":"outlet",
        "from":"NORMAL","to":"UNACK","class":"process","priority":2,"time":1763757030120,"since":1763757000120,
        "value":1.42,"setpoint":0.8,"unit":"{NTU}","source":"site","actor":null}
        """;

    // An alarm that was taken out of the configuration while it stood.
    private const string Removed = """
        {"id":"outlet/comm-failure","occurrence":"01JD7XQ8Z4M2","kind":"comm-failure","point":null,"device":"outlet",
        "from":"ACKED","to":"NORMAL","class":"device","priority":null,"time":1763757030120,"since":1763757000120,
        "value":null,"setpoint":null,"unit":null,"source":null,"actor":null,"note":"removed"}
        """;

    private const string Mismatch = """
        {"id":"outlet/profile-mismatch","occurrence":"01JD7XQ8Z4M3","kind":"profile-mismatch","point":null,"device":"outlet",
        "from":"NORMAL","to":"UNACK","class":"device","priority":3,"time":1763757030120,"since":1763757030120,
        "value":null,"setpoint":null,"unit":null,"source":"site","actor":null,"note":"hr:100 reads 7, expected 200"}
        """;

    private const string Shelved = """
        {"id":"outlet/point0/high","occurrence":"01JD7XQ8Z4M2","kind":"high","point":"outlet/point0","device":"outlet",
        "from":"UNACK","to":"SHELVED","base":"UNACK","until":1763764230120,"class":"process","priority":2,"time":1763757030120,"since":1763757000120,
        "value":null,"setpoint":0.8,"unit":"{NTU}","source":"site","actor":"anna","note":"probe is being cleaned"}
        """;

    private const string AskedAgain =
        """{"version":"1.0","kind":"command","id":"7f3a","by":"platform-a","expires":1763757300000,"of":"live","epoch":"k3f6x2qa","ranges":[[182500,182512]],"max_rate":20}""";

    public static Layout Layout { get; } = TestSites.LayoutOf(6).Numbered(1);

    public static GatewayIdentity Identity { get; } =
        new("nt-h07", new("Nantong Hospital 7", "南通市第七医院"), "Asia/Shanghai", new string('5', 64), "1.4.2", 57);

    /// <summary>Of the store, oldest first.</summary>
    public static string[] Epochs { get; } = ["a2b3c4d5", "k3f6x2qa"];

    /// <summary>Name and JSON (never compressed).</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Make();

    public static StoredMessage Readings(long seq, params (Reading Reading, bool Changed)[] rows)
    {
        using var writer = new ReadingsWriter();
        foreach (var (reading, changed) in rows) writer.Append(reading, changed);
        return new StoredMessage(
            Lane.Live, seq, "k3f6x2qa", 57, MessageKind.Readings, Time + 900, 61_000, ClockState.Synchronized, rows.Length, 1, writer.Seal());
    }

    public static byte[] Render(StoredMessage stored, long? from = null, ReadingSelection? selection = null) =>
        Format(selection).Render(stored, stored.Layout == 0 ? null : Layout, from ?? stored.Seq)!.Publish.Payload.ToArray();

    public static EnvgwJsonFormat Format(ReadingSelection? selection = null, bool compress = false) =>
        new("nt-h07", TestFeeds.Feed(selection) with { Compress = compress });

    public static Announcements Announcements(bool compress = false, ReadingSelection? selection = null) =>
        new(Identity, TestFeeds.Feed(selection) with { Compress = compress });

    private static Dictionary<string, byte[]> Make()
    {
        var one = Announcements();
        var thinned = Announcements(compress: true, new ReadingSelection(false, TimeSpan.FromSeconds(60), true));
        LanePosition[] lanes = [new(Lane.Live, 182_735, 95_120, 182_701), new(Lane.Event, 4_023, 1, 4_022), new(Lane.Diag, 1, 1, null)];
        return new Dictionary<string, byte[]>
        {
            ["readings.values"] = Render(Readings(
                182_734,
                (Reading.OfNumber(0, Time, 7.21), true),
                (Reading.OfNumber(1, Time + 120, -0.005), false),
                (Reading.Missing(2, Time + 240, Quality.Bad(QualityReason.Timeout)), true),
                (Reading.OfNumber(3, Time + 240, 8.1, Quality.Uncertain(QualityReason.CalibrationDue)), true),
                (Reading.OfBoolean(4, Time + 240, true), false),
                (Reading.OfText(5, Time + 240, "door \"open\"\n门开着"), true))),
            ["readings.numbers"] = Render(Readings(
                182_735,
                (Reading.OfNumber(0, Time, 9_007_199_254_740_991), true),
                (Reading.OfNumber(1, Time, 1e20), true),
                (Reading.OfNumber(2, Time, 0.1 + 0.2), true),
                (Reading.OfNumber(3, Time, 7.21f), true),
                (Reading.OfNumber(4, Time, -0.0), true),
                (Reading.OfNumber(5, Time - 5, 120), true))),
            ["readings.thinned"] = Render(
                Readings(182_740, (Reading.OfNumber(0, Time + 30_000, 7.2), false), (Reading.OfNumber(1, Time + 30_000, 0.4), true)),
                from: 182_736,
                new ReadingSelection(false, TimeSpan.FromSeconds(60), true)),
            ["readings.clock-unset"] = Render(Readings(1, (Reading.OfNumber(0, 5_000, 7.21), true)) with { Clock = ClockState.Unset, WallMs = 5_900 }),
            ["alarm.raised"] = Render(Event(4_022, MessageKind.Alarm, Raised.ReplaceLineEndings(""), layout: 1)),
            ["alarm.removed"] = Render(Event(4_021, MessageKind.Alarm, Removed.ReplaceLineEndings(""), layout: 0)),
            ["alarm.shelved"] = Render(Event(4_026, MessageKind.Alarm, Shelved.ReplaceLineEndings(""), layout: 1)),
            ["alarm.mismatch"] = Render(Event(4_025, MessageKind.Alarm, Mismatch.ReplaceLineEndings(""), layout: 0)),
            ["event.operator"] = Render(Event(4_023, MessageKind.Operator, """{"verb":"ack-alarm","actor":"anna"}""", layout: 0)),
            ["event.backfill"] = Render(Event(4_029, MessageKind.Operator, BackfillRecord(), layout: 0)),
            ["event.store"] = Render(Event(4_028, MessageKind.Store, """{"what":"drop","lane":"live","from":120,"to":619,"readings":100000,"reason":"size"}""", layout: 0)),
            ["event.platform"] = Render(Event(4_027, MessageKind.Platform,
                """{"what":"platform-disagrees","feed":"supervision","of":"live","epoch":"k3f6x2qa","through":182900,"last":182734,"reason":"beyond"}""", layout: 0)),
            ["event.certificate"] = Render(Event(4_030, MessageKind.Platform, """{"what":"certificate-ends","feed":"supervision","ends":1764361800000,"days":7}""", layout: 0)),
            ["event.clock-step"] = Render(Event(4_024, MessageKind.Clock, """{"by_ms":-86400000}""", layout: 0)),
            ["heartbeat.standing"] = Render(Diag(88, MessageKind.Heartbeat, HeartbeatBody())),
            ["manifest.live"] = Render(Diag(89, MessageKind.Manifest, ManifestBody.Of(Hour(), Drops(), [new("headquarters", 1, Lane.Live, 182_400, "0x99")])[0])),
            ["command.backfill"] = Encoding.UTF8.GetBytes(AskedAgain),
            ["answer.gone"] = Bytes(CommandJson.Answer(
                "nt-h07", "envgw1/acme/nt-h07", Asked, "backfill", "7f3a", CommandState.Done, "", json =>
                {
                    json.WriteNumber("sent", 11);
                    DropsJson.Write(json, "gone", Drops().Skip(1));
                })),
            ["answer.refused"] = Bytes(CommandJson.Answer(
                "nt-h07", "envgw1/acme/nt-h07", Asked, "acknowledge", "7f3b", CommandState.Refused, "this feed may not ask that", null)),
            ["receipt.live"] = Encoding.UTF8.GetBytes("""{"version":"1.0","kind":"receipt","epoch":"k3f6x2qa","through":182701}"""),
            ["receipt.hash"] = Encoding.UTF8.GetBytes(
                """{"version":"1.0","kind":"receipt","epoch":"k3f6x2qa","through":182734,"hash":"2222222222222222222222222222222222222222222222222222222222222222"}"""),
            ["status.online"] = Bytes(one.Status(GatewayState.Online, 3, Time)),
            ["status.offline"] = Bytes(one.Status(GatewayState.Offline, 3, Time)),
            ["status.closing"] = Bytes(one.Status(GatewayState.Closing, 3, Time)),
            ["birth.all"] = Bytes(one.Birth(3, Time, ClockState.Synchronized, Layout, Epochs, lanes, retain: true)),
            ["birth.thinned"] = Bytes(thinned.Birth(3, Time, ClockState.Holdover, Layout, Epochs, lanes, retain: true)),
            ["descriptor.site"] = Bytes(Assert.Single(one.Descriptor(Layout))),
            ["descriptor-index.long"] = Bytes(one.Descriptor(TestSites.LayoutOf(2_000).Numbered(2))[^1]),
        };
    }

    private static MqttPublish Asked => new() { Topic = "envgw1/acme/nt-h07/cmd/backfill", Payload = "{}"u8.ToArray() };

    // Two feeds, one of them behind; one alarm acknowledged, one not.
    private static byte[] HeartbeatBody()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(Time);
        FeedSnapshot[] feeds =
        [
            Feed("supervision", true, new LaneSnapshot(Lane.Event, 4_022, 0, null, 0, false, false)),
            Feed("headquarters", false, new LaneSnapshot(Lane.Live, 182_701, 33, start, 2, false, false)),
        ];
        AlarmRecord[] alarms =
        [
            new("outlet/point0/high", AlarmState.Unacknowledged, "01JD7XQ8Z4M2", Time, Time, 1.42),
            new("outlet/comm-failure", AlarmState.Acknowledged, "01JD7XQ8Z4M1", Time, Time, null),
            new("outlet/point1/low", AlarmState.Normal, null, Time, 0, 7),
        ];
        var buffer = new BufferSnapshot
        {
            State = BufferState.Healthy, Epoch = "k3f6x2qa", Boot = 57, Commits = 1, StoredReadings = 1, StoredEvents = 1, PendingReadings = 0, PendingEvents = 0,
            PendingBytes = 0, DroppedReadings = 0, TrimmedReadings = 0, SizeBytes = 1_200_000_000,
            Lanes = [new(95_120, 182_735), new(1, 1), new(1, 4_023), new(1, 88)],
        };
        return Heartbeat.Body(new HeartbeatFacts(
            start, TimeSpan.FromMinutes(1), buffer, feeds, alarms, new DiskRoom(5_000_000_000, 8_000_000_000),
            [new CertificateLife("supervision", start.AddDays(30))], new AuditHead(412, new string('7', 64))));
    }

    private static string BackfillRecord()
    {
        var asked = Command.Parse("backfill", Encoding.UTF8.GetBytes(AskedAgain), out _)!;
        var outcome = new BackfillOutcome(BackfillRequest.Parse(asked.Arguments, out _)!, 11, [Drops()[1]], [], [], []);
        return Encoding.UTF8.GetString(CommandJson.Record("supervision", asked, CommandState.Done, "", outcome.WriteRecord));
    }

    private static Manifest Hour()
    {
        var coverage = new Dictionary<string, PointCoverage> { ["outlet/point0"] = new(3600, 3600, 0), ["outlet/point1"] = new(3600, 3511, 9) };
        return new Manifest(
            Lane.Live, "k3f6x2qa", 1, 182_375, 182_734, 358, 7_120, Time - 3_600_000, Time, coverage, [(182_500, 182_501)], new string('1', 64), new string('2', 64), false)
        {
            AtMs = Time,
        };
    }

    private static Drop[] Drops() =>
        [new(Lane.Live, 1, 95_119, 1_900_000, DropReason.Size, Time - 86_400_000), new(Lane.Live, 182_500, 182_501, 40, DropReason.Memory, Time - 60_000)];

    private static FeedSnapshot Feed(string name, bool connected, LaneSnapshot lane) => new()
    {
        Feed = name,
        IsConnected = connected,
        Since = DateTimeOffset.FromUnixTimeMilliseconds(Time),
        Lanes = [lane],
    };

    private static StoredMessage Diag(long seq, MessageKind kind, byte[] body) =>
        new(Lane.Diag, seq, "k3f6x2qa", 57, kind, Time + 30_125, 91_125, ClockState.Synchronized, 1, 1, body);

    private static StoredMessage Event(long seq, MessageKind kind, string body, int layout) =>
        new(Lane.Event, seq, "k3f6x2qa", 57, kind, Time + 30_125, 91_125, ClockState.Synchronized, 1, layout, Encoding.UTF8.GetBytes(body));

    private static byte[] Bytes(MqttPublish publish) => publish.Payload.ToArray();
}
