using Gateway.Core.Documents.Shapes;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>What a site file may say.</summary>
internal static class SiteShape
{
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    private static readonly Shape _text = new TextShape();
    private static readonly Shape _delay = new DurationShape(TimeSpan.Zero, LongestDelay);
    private static readonly Shape _priority = NumberShape.Whole(1, 4);
    private static readonly Shape _flag = new BooleanShape();
    private static readonly Shape _name = new PatternShape(
        NamedMapShape.NamePattern, ("a name of lower case letters, digits, '-' and '_'", "由小写字母、数字、“-” 和 “_” 组成的名称"));
    private static readonly Shape _every = new DurationShape(TimeSpan.Zero, TimeSpan.FromDays(1));
    private static readonly Shape _timeout = new DurationShape(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
    private static readonly Shape _gap = new DurationShape(TimeSpan.Zero, TimeSpan.FromSeconds(10));

    private static readonly ShapeKey[] _judgement =
    [
        new("deadband", new NumberShape(least: 0), "how far back inside the limit the value must come; in the point's unit"),
        new("on_delay", _delay, "how long the value must be beyond the limit before the alarm is raised"),
        new("off_delay", _delay, "how long it must be back before the alarm returns to normal"),
        new("priority", _priority, "1 critical, 2 high, 3 medium, 4 low"),
    ];

    private static readonly Shape _limit = new ByKindShape(("a number, or { setpoint: …, deadband: … }", "数字，或 { setpoint: …, deadband: … }"),
        scalar: new NumberShape(),
        map: new ObjectShape(
            "limit", ("a limit", "限值"), [new("setpoint", new NumberShape(), "the limit, in the point's unit", IsRequired: true), .. _judgement]));

    private static readonly Shape _deviceAlarm = new ObjectShape(
        "device_alarm", ("a device alarm", "设备报警"), [.. _judgement.Where(key => key.Name != "deadband")]);

    private static readonly Shape _pointAlarms = new ObjectShape("point_alarms", ("the alarms of a point", "点位报警"),
    [
        new("high_high", _limit, "raised above this"),
        new("high", _limit, "raised above this"),
        new("low", _limit, "raised below this"),
        new("low_low", _limit, "raised below this"),
        .. _judgement,
    ]);

    private static readonly Shape _alarms = new AlarmsShape(_pointAlarms, _deviceAlarm);

    private static readonly Shape _bus = new ObjectShape("bus", ("a bus", "总线"),
        new ShapeKey("port", new PatternShape("^/[ -~]{1,200}$", ("a device path such as /dev/ttyUSB0", "设备路径，例如 /dev/ttyUSB0")),
            "serial port; a stable name such as /dev/envgw/usb-1.2 is best"),
        new ShapeKey("serial", _text, "line settings in one word: 9600-8N1"),
        new ShapeKey("framing", new WordShape("rtu", "ascii"), "rtu unless the devices are set to ASCII"),
        new ShapeKey("connect",
            new PatternShape(@"^(tcp|rtu\+tcp|ascii\+tcp|udp)://[^ /]+$", ("an address such as tcp://192.0.2.20:502", "地址，例如 tcp://192.0.2.20:502")),
            "tcp:// Modbus TCP or a scale, rtu+tcp:// or ascii+tcp:// a transparent serial server, udp:// Modbus over UDP; port 502 when left out"),
        new ShapeKey("timeout", _timeout, "how long a whole answer may take; 1s when left out"),
        new ShapeKey("request_gap", _gap, "quiet time between an answer and the next request"),
        new ShapeKey("in_flight", NumberShape.Whole(1, 16), "requests that may be unanswered at once; tcp:// only"),
        new ShapeKey("rs485", _flag, "let the driver switch the transmitter (TIOCSRS485)"),
        new ShapeKey("echo", _flag, "the adapter sends back what we send"))
    {
        ExactlyOneOf = ["port", "connect"],
        Needs = [("port", "serial"), ("serial", "port"), ("framing", "port"), ("rs485", "port"), ("echo", "port")],
    };

    private static readonly Shape _device = new ObjectShape("device", ("a device", "设备"),
        new ShapeKey("label", LabelShape.Label, "what people call it; the profile's label when left out"),
        new ShapeKey("profile", _text, "its device profile, such as water/acme-ph200", IsRequired: true),
        new ShapeKey("bus", _name, "the bus it is on", IsRequired: true),
        new ShapeKey("unit", NumberShape.Whole(0, 255), "Modbus unit identifier, 1 to 247 on a serial line; as shipped when left out"),
        new ShapeKey("address", NumberShape.Whole(0, 255), "address of a scale that shares its bus with others; as shipped when left out"),
        new ShapeKey("variant", _name, "which form of the device it is, where its profile describes several"),
        new ShapeKey("byte_order", new WordShape(ByteOrderText.All), "the order of bytes that the device is set to, instead of the profile's"),
        new ShapeKey("init", _flag, "true: the device may be started by writing to it as its profile says; false: it is started by hand"),
        new ShapeKey("class", _name, "site class, such as plant-outlet: chooses the rows of limit packs"),
        new ShapeKey("channels", ProfileShape.Slots, "what the slots of the device measure: { ai1: turbidity }"),
        new ShapeKey("units", ProfileShape.Units, "units that the device is set to, where no register tells them: { temperature: Cel }"),
        new ShapeKey("limits", new ListShape(_name, 1, 16), "limit packs that judge its points"),
        new ShapeKey("alarms", _alarms, "limits of this site, by point; and comm_failure, stale, bad_quality, profile_mismatch, firmware_mismatch"),
        new ShapeKey("every", new ByKindShape(("a duration, or { point: duration }", "时长，或 { 点位: 时长 }"), scalar: _every,
            map: NamedMapShape.Of(("the name of a point", "点位名称"), _every)), "how often it is read, instead of the profile's"),
        new ShapeKey("timeout", _timeout, "how long this device may take to answer"),
        new ShapeKey("request_gap", _gap, "quiet time this device needs before a request"));

    private static readonly Shape _readings = new ByKindShape(("all, none, or { every: 60s, on_change: true }", " all、none 或 { every: 60s, on_change: true }"),
        scalar: new WordShape("all", "none"),
        map: new ObjectShape("readings", ("a selection of readings", "读数选择"),
            new ShapeKey("every", new DurationShape(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "at least one reading of each point in every such span",
                IsRequired: true),
            new ShapeKey("on_change", _flag, "also each reading that differs from the one before")));

    private static readonly Shape _feed = new ObjectShape("feed", ("a feed", "上报通道"),
        new ShapeKey("broker", new PatternShape(BrokerAddress.Pattern, ("an address such as mqtts://mqtt.example:8883", "地址，例如 mqtts://mqtt.example:8883")),
            "mqtts:// with TLS or mqtt:// without, port 8883 or 1883 when left out; in a WebSocket wss:// or ws://, port 443 or 80 and path /mqtt when left out", IsRequired: true),
        new ShapeKey("format", new WordShape("envgw-json"), "what messages look like"),
        new ShapeKey("org", new PatternShape("^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", ("a word without spaces, / + #", "不含空格和 / + # 的词")),
            "fills {org} in the topic"),
        new ShapeKey("topic", _text, "root of every topic; envgw1/{org}/{gateway} when left out"),
        new ShapeKey("client_id", new PatternShape("^[!-~]{1,64}$", ("1 to 64 printable characters without spaces", " 1 到 64 个可打印字符，不含空格")),
            "MQTT client identifier; envgw-<site>-<feed> when left out"),
        new ShapeKey("user", _text, "user name"),
        new ShapeKey("password", _text, "${secret:name}; a password in this file is a warning"),
        new ShapeKey("ca", _text, "PEM file with the authorities to trust instead of the system's"),
        new ShapeKey("client_certificate", new ObjectShape("client_certificate", ("the client certificate", "客户端证书"),
            new ShapeKey("cert", _text, "PEM file with our certificate", IsRequired: true),
            new ShapeKey("key", _text, "PEM file with our private key, or ${secret:name}", IsRequired: true)), "how we prove who we are; with TLS only"),
        new ShapeKey("keep_alive", new DurationShape(TimeSpan.FromSeconds(5), TimeSpan.FromHours(18)), "30s when left out"),
        new ShapeKey("session_expiry", new DurationShape(TimeSpan.Zero, TimeSpan.FromDays(30)), "how long the broker keeps our session; 1h when left out"),
        new ShapeKey("window", NumberShape.Whole(1, 1000), "messages that may be unacknowledged at once; 32 when left out"),
        new ShapeKey("compress", _flag, "gzip bodies of 512 bytes and more; true when left out"),
        new ShapeKey("protocol", new WordShape("5", "3.1.1"), "MQTT version; 5 with a fall back to 3.1.1 when left out"),
        new ShapeKey("commands", new ListShape(new WordShape([.. CommandVerbs.All]), least: 0, most: 16),
            "what the platform may ask; describe, manifest and backfill when left out, none with []"),
        new ShapeKey("receipts", new WordShape("optional", "required"),
            "required: say so when the platform confirms nothing for 10 min; optional when left out, and then expected from the first receipt on"),
        new ShapeKey("send", new ObjectShape("send", ("the send section", "send 段"),
            new ShapeKey("alarms", new WordShape("all", "none"), "all when left out"),
            new ShapeKey("readings", _readings, "all when left out")), "what the platform gets; everything is stored all the same"));

    private static readonly Shape _buffer = new ObjectShape("buffer", ("the buffer section", "buffer 段"),
        new ShapeKey("path", new PatternShape("^/[^\\x00-\\x1f]{1,400}$", ("an absolute path such as /var/lib/envgw", "绝对路径，例如 /var/lib/envgw")),
            "data folder; /var/lib/envgw when left out"),
        new ShapeKey("keep", new DurationShape(TimeSpan.FromHours(1), TimeSpan.FromDays(3660)), "readings older than this may go; 30d when left out"),
        new ShapeKey("maximum", new SizeShape("16MB", "1000GB"), "most bytes on disk; 2GB when left out"),
        new ShapeKey("commit_every", new DurationShape(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            "how long readings wait for their group to be stored; 1s when left out"),
        new ShapeKey("history", new ObjectShape("history", ("the history section", "history 段"),
            new ShapeKey("keep", new DurationShape(TimeSpan.FromDays(1), TimeSpan.FromDays(3660)), "days older than this may go; 365d when left out"),
            new ShapeKey("maximum", new SizeShape("16MB", "1000GB"), "most bytes on disk beside the buffer's own; 2GB when left out")),
            "what can be looked at on the box, whatever the platforms have had"));

    public static Shape File { get; } = new ObjectShape("site_file", ("a site file", "站点文件"),
        new ShapeKey("site", new ObjectShape("site", ("the site section", "site 段"),
            new ShapeKey("id", new PatternShape("^[a-z0-9][a-z0-9-]{0,63}$", ("a name of lower case letters, digits and '-'", "由小写字母、数字和 “-” 组成的名称")),
                "the gateway's name on every feed", IsRequired: true),
            new ShapeKey("name", LabelShape.Label, "what people call the place"),
            new ShapeKey("timezone", _text, "IANA zone such as Asia/Shanghai; UTC when left out")), "which place this is", IsRequired: true),
        new ShapeKey("buses", NamedMapShape.Of(("the name of a bus", "总线名称"), _bus), "serial ports and network endpoints with devices on them",
            IsRequired: true),
        new ShapeKey("devices", NamedMapShape.Of(("the name of a device", "设备名称"), _device), "what is on the buses", IsRequired: true),
        new ShapeKey("feeds", NamedMapShape.Of(("the name of a feed", "上报通道名称"), _feed), "platforms that get alarms and readings"),
        new ShapeKey("buffer", _buffer, "where and how much is kept"));
}
