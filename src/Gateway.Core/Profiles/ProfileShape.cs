using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Profiles;

/// <summary>What a device profile may say.</summary>
internal static class ProfileShape
{
    public const string NamePattern = "^[a-z0-9-]{1,64}(/[a-z0-9-]{1,64})?$";

    private static readonly Shape _address = ReferenceShape.Address;
    private static readonly Shape _byteOrder = ReferenceShape.ByteOrder;
    private static readonly ShapeKey[] _reference = ReferenceShape.Keys;
    private static readonly Shape _every = new DurationShape(TimeSpan.Zero, TimeSpan.FromDays(1));
    private static readonly Shape _staleAfter = new DurationShape(TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(30));
    private static readonly Shape _text = new TextShape();
    private static readonly Shape _name = new PatternShape("^[a-z][a-z0-9_]{0,63}$", ("a name of lower case letters, digits and '_'", "由小写字母、数字和 “_” 组成的名称"));

    private static readonly Shape _bad = new ListShape(new ByKindShape(("nan, a number, 0x bytes, or { value: … }", " nan、数字、0x 字节，或 { value: … }"),
        scalar: new SentinelShape(),
        map: new ObjectShape("sentinel", ("a value that means no value", "表示无值的特殊值"),
            [new("value", new SentinelShape(), "nan, a number, or the bytes as 0x8000", IsRequired: true), .. StatusShape.Quality])), 1, 32);

    private static readonly ShapeKey[] _decoding =
    [
        new("scale", new NumberShape(), "value = number * scale + offset"),
        new("offset", new NumberShape(), "added after the scale"),
        new("invert", new BooleanShape(), "exchanges true and false"),
        new("bad", _bad, "numbers that are not values but mean that there is none"),
        new("every", _every, "how often it is read; 0s as often as the bus allows"),
        new("stale_after", _staleAfter, "a reading older than this is stale; at least three periods"),
    ];

    private static readonly Shape _range = new ListShape(new NumberShape(), 2, 2);

    private static readonly ShapeKey _label = new("label", LabelShape.Label, "what people call it, in English and Chinese");

    private static readonly Shape _point = new ObjectShape("point", ("a point", "点位"),
    [
        _label,
        new("quantity", _name, "what kind of thing it is, such as turbidity; limit packs choose by it", IsRequired: true),
        new("unit", _text, "UCUM code, such as mg/L, Cel, [pH], {NTU}; left out for words and states"),
        .. _reference.Select(key => key with { IsRequired = false }),
        ScaleShape.Field,
        new("length", NumberShape.Whole(1, 250), "characters of a text; two a register"),
        new("one_a_register", new BooleanShape(), "a text whose characters have a register each"),
        .. _decoding,
        new("range", _range, "[lowest, highest] value the point can have; outside it reads bad"),
        .. MeaningShape.OfPoint,
        new("map", new NamedMapShape(MeaningShape.NumberKey, ("a number", "数字"), MeaningShape.NumberForm, new TextShape(100)),
            "words that the numbers stand for"),
    ])
    {
        ExactlyOneOf = ["read", "field"],
        OtherWords = new Dictionary<string, string> { ["register"] = "read", ["address"] = "read" },
    };

    private static readonly Shape _status = StatusShape.OfDevice(
        new("applies_to", new ListShape(_name, 1, 500), "points it judges; all points of the device when left out"));

    private static readonly Shape _offered = new ObjectShape("offered_quantity", ("a quantity offered by a channel", "通道可选的量"),
    [
        _label,
        new("unit", _text, "UCUM code"),
        new("range", _range, "[lowest, highest] value"),
        new("scale", new NumberShape(), "overrides the channel's scale"),
        .. MeaningShape.OfOffer,
        new("status", StatusShape.OfChannel, "status words of the first slot that hold for this quantity only"),
    ]);

    private static readonly Shape _channel = new ObjectShape("channel", ("a channel template", "通道模板"),
    [
        new("slots", NumberShape.Whole(1, ChannelCompiler.MostSlots),
            "how many there are; a slot is named by the template and its number: ai1, ai2 …; a single one by the template alone"),
        new("first", NumberShape.Whole(0, ChannelCompiler.MostSlots), "number of the first slot; 1 when left out"),
        new("stride", NumberShape.Whole(1, ChannelCompiler.LongestStride), "registers from one slot to the next"),
        new("needs_scale", new BooleanShape(), "the resolution is set on the device and not told by it: the site must give a scale for each slot"),
        .. _reference,
        .. _decoding,
        .. MeaningShape.OfChannel,
        new("status", StatusShape.OfChannel, "status words of the first slot; they judge the point of their slot"),
        new("quantities", new NamedMapShape("^[a-z][a-z0-9_]{0,63}$", ("a quantity", "量"), NamedMapShape.NameForm, _offered),
            "what a slot can measure; the site chooses", IsRequired: true),
    ])
    {
        Needs = [("slots", "stride")],
    };

    private static readonly Shape _startStep = new ObjectShape("start_step", ("a start step", "启动步骤"),
        new ShapeKey("read", _address, "first register of a read whose answer does not matter"),
        new ShapeKey("registers", NumberShape.Whole(0, 125), "how many are read; 0 where a read of nothing is a command"),
        new ShapeKey("write", _address, "what is written; only when the site says init: true"),
        new ShapeKey("value", NumberShape.Whole(0, 65535), "the one register or coil that is written (function 06 or 05)"),
        new ShapeKey("values", new PatternShape("^([0-9A-Fa-f]{4}( [0-9A-Fa-f]{4})*)?$", ("words in hexadecimal and in quotes", "加引号的十六进制字")),
            "registers that are written (function 16); empty where a write of nothing is a command"),
        new ShapeKey("changes", _text, "what the write changes in the device"),
        new ShapeKey("pause", new DurationShape(TimeSpan.Zero, TimeSpan.FromSeconds(30)), "how long the device is then left alone"))
    {
        ExactlyOneOf = ["read", "write"],
        Needs = [("write", "changes"), ("registers", "read"), ("value", "write"), ("values", "write"), ("changes", "write")],
    };

    private static readonly Shape _neverWrite = new ListShape(new ByKindShape(
        ("a register, or { read: hr:10, registers: 4 }", "寄存器，或 { read: hr:10, registers: 4 }"),
        scalar: _address,
        map: new ObjectShape("forbidden_range", ("forbidden registers", "禁写寄存器"),
            new ShapeKey("read", _address, "the first", IsRequired: true),
            new ShapeKey("registers", NumberShape.Whole(1, 65535), "how many; 1 when left out"))), 1, 200);

    private static readonly Shape _modbus = new ObjectShape("modbus", ("the modbus section", "modbus 段"),
    [
        new("serial", _text, "line settings as the device is shipped, such as 9600-8N1"),
        new("unit", NumberShape.Whole(0, 255), "unit identifier as the device is shipped"),
        new("framings", new ListShape(new WordShape("rtu", "ascii", "tcp"), 1, 3),
            "framings the device can be reached by; all when left out. An rtu device can also stand behind a TCP gateway"),
        new("byte_order", new ByKindShape(("a byte order, or a list of those it may be", "字节序，或可能的字节序列表"),
            scalar: _byteOrder,
            list: new ListShape(_byteOrder, 2, 4)),
            "order of the bytes of every point that has none of its own; ABCD when left out. A list when the source does not tell: the site then chooses"),
        new("addresses", new WordShape("zero_based", "minus_one", "plc", "plc_4xxxxx"),
            "how addresses are written: zero_based (when left out) as on the wire; minus_one when the manual counts from 1; plc for numbers like 40003"),
        new("max_registers", NumberShape.Whole(1, 125), "most registers the device gives in one answer"),
        new("max_bits", NumberShape.Whole(1, 2000), "most coils or discrete inputs in one answer"),
        new("gap_limit", NumberShape.Whole(0, 125), "unused registers that may be read along to save a request"),
        new("even_starts", new BooleanShape(), "reads must start at an even address"),
        new("request_gap", new DurationShape(TimeSpan.Zero, TimeSpan.FromSeconds(10)), "quiet time the device needs between requests"),
        new("timeout", new DurationShape(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)), "how long the device may take to answer"),
        new("blocks", new ListShape(new ObjectShape("block", ("a block", "数据块"),
            new ShapeKey("read", _address, "first register", IsRequired: true),
            new ShapeKey("registers", NumberShape.Whole(1, 125), "how many", IsRequired: true))), "registers that must be read exactly so, in one request"),
        new("start", new ListShape(_startStep, 1, 16), "requests the device needs before it measures, after each connect and each silence"),
        new("ready", new ObjectShape("ready", ("the ready check", "就绪检查"),
            [.. _reference, new("equals", new NumberShape(), "the number that means that there is a new measurement", IsRequired: true)]),
            "read before each poll; points read bad, not-ready, while it says no"),
        new("never_write", _neverWrite, "what no command may write: calibration, addresses, resets"),
        new("read_all_as", new WordShape("hr", "ir"), "every register is read with this table's function code, whatever table it is in"),
        new("every", _every, "how often points are read that say nothing themselves; 5s when left out"),
    ]);

    private static readonly Shape _slot = new ByKindShape(("a quantity, or { quantity: …, point: … }", "量，或 { quantity: …, point: … }"),
        scalar: _name,
        map: new ObjectShape("slot", ("a slot", "通道"),
            new ShapeKey("quantity", _name, "one of those that the profile offers", IsRequired: true),
            new ShapeKey("point", _name, "name of the point; the quantity when left out"),
            new ShapeKey("scale", new NumberShape(), "resolution as it is set on the device, instead of the profile's: value = number * scale"),
            _label));

    /// <summary>Slot to quantity, as site files and tests write it.</summary>
    public static Shape Slots { get; } = new NamedMapShape(
        "^[a-z]{1,16}[0-9]{0,2}$", ("a slot", "通道"), ("a template and a number, such as ai1", "模板名加编号，例如 ai1"), _slot);

    /// <summary>What is said of units that are settings of a device, by point.</summary>
    public static Shape Units { get; } = NamedMapShape.Of(("the name of a point", "点位名称"),
        new ByKindShape(("a unit such as mg/L, or { unit: …, code: … }", "单位，例如 mg/L，或 { unit: …, code: … }"),
            scalar: _text,
            map: new ObjectShape("stated_unit", ("a stated unit", "所设单位"),
                new ShapeKey("unit", _text, "UCUM code of the unit that the device is set to; the profile's own when left out"),
                new ShapeKey("code", new ByKindShape(("a code, or a list of codes", "代码，或代码列表"),
                    scalar: NumberShape.Whole(0, uint.MaxValue), list: new ListShape(NumberShape.Whole(0, uint.MaxValue), 1, 4)),
                    "what stands in the registers of the profile's unit_code when the values agree with the display"))));

    private static readonly Shape _test = new ObjectShape("test", ("a test", "测试"),
    [
        new ShapeKey("name", _text, "what it shows, and where the numbers come from"),
        new ShapeKey("channels", Slots, "what the slots measure in this test"),
        new ShapeKey("byte_order", _byteOrder, "the device's byte order in this test, where the profile leaves it open"),
        new ShapeKey("units", Units, "units that the device is set to in this test, where the profile leaves them open"),
        new ShapeKey("registers", new NamedMapShape(AddressShape.Pattern, ("a register", "寄存器"), ("a register such as hr:2", "寄存器，例如 hr:2"),
            new PatternShape("^([0-9A-Fa-f]{4}( [0-9A-Fa-f]{4})*|[01]( [01])*)$",
                ("words in hexadecimal and in quotes, such as \"40E6 B852\" (bits: \"1 0\")", "加引号的十六进制字，例如 \"40E6 B852\"（位：\"1 0\"）"))),
            "what a Modbus device answers, from this address on"),
        .. ScaleShape.TestKeys,
        new ShapeKey("expect", new NamedMapShape("^[a-z][a-z0-9_]{0,63}$", ("a point", "点位"), NamedMapShape.NameForm,
            new ByKindShape(("a value, or { value: …, quality: … }", "值，或 { value: …, quality: … }"),
                scalar: new AnyScalarShape(),
                map: new ObjectShape("expectation", ("an expectation", "期望值"),
                    new ShapeKey("value", new AnyScalarShape(), "the value; none when left out"),
                    new ShapeKey("quality",
                        new PatternShape("^(G|[UB]:[a-z-]+)$", ("a quality such as U:calibrating or B:sensor-fault", "质量，例如 U:calibrating 或 B:sensor-fault")),
                        "G good, U: uncertain, B: bad, with the reason", IsRequired: true)))),
            "values the points must then have", IsRequired: true),
    ])
    {
        ExactlyOneOf = ["registers", "frames", "text"],
    };

    private static readonly Shape _firmware = new ByKindShape(("versions such as >=1.4, or { range: …, read: … }", "版本，例如 >=1.4，或 { range: …, read: … }"),
        scalar: _text,
        map: new ObjectShape("firmware", ("the firmware", "固件"),
        [
            new("range", _text, "versions it holds for: \">=1.4\", \">=1.4 <2\"; any where the source names none", IsRequired: true),
            .. _reference.Select(key => key with { IsRequired = false }),
            new("length", NumberShape.Whole(1, 64), "characters of a text"),
            new("form", new WordShape("number", "bytes", "words", "text"),
                "number: 103 with scale 0.01 is 1.03; bytes: 0x0342 is 3.66; words: a register for each part; text: from the first digit on"),
            new("object", NumberShape.Whole(0, 255), "object of the device identification (function code 43) that tells it, instead of a register"),
            new("command", _text, "command that makes a scale tell it, such as I3"),
            new("scale", new NumberShape(), "for a number"),
        ])
        {
            Needs = [("type", "read"), ("form", "read"), ("scale", "read"), ("length", "read"), ("byte_order", "read"), ("mask", "read"), ("bit", "read")],
        });

    private static readonly ShapeKey[] _sections =
    [
        new("identify", new ListShape(new ObjectShape("identity", ("an identity check", "身份校验"),
            [.. _reference, new("equals", new NumberShape(), "the number that must be read", IsRequired: true)]), 1, 16),
                "numbers that tell this device from others"),
        new("channels", new NamedMapShape("^[a-z]{1,16}$", ("the name of a channel template", "通道模板名称"), ("lower case letters", "小写字母"), _channel),
            "alike inputs whose meaning is set on the device and chosen by the site"),
        new("points", NamedMapShape.Of(("the name of a point", "点位名称"), _point), "what the device measures"),
        new("status", _status, "registers that judge the points"),
        new("tests", new ListShape(_test, 1, 200), "registers and the values they must give"),
    ];

    public static Shape File { get; } = new ObjectShape("profile", ("a profile", "设备模板"),
    [
        new ShapeKey("profile", new PatternShape(NamePattern, ("a name such as water/acme-ph200", "名称，例如 water/acme-ph200")),
            "the profile's name: folder and file without .yaml", IsRequired: true),
        new ShapeKey("version", new PatternShape(@"^[0-9]+\.[0-9]+\.[0-9]+$", ("a version such as 1.0.0", "版本号，例如 1.0.0")), "semantic version of this file",
            IsRequired: true),
        new ShapeKey("label", LabelShape.Label, "what people call such a device"),
        new ShapeKey("device", new ObjectShape("device_model", ("the device section", "device 段"),
            new ShapeKey("manufacturer", _text, "who makes it", IsRequired: true),
            new ShapeKey("model", _text, "what it is called", IsRequired: true),
            new ShapeKey("firmware", _firmware, "firmware versions this was written for, and where the device tells its own"),
            new ShapeKey("grade", new WordShape("A", "B", "C"), "A from the manufacturer's manual, B two independent sources, C one other source",
                IsRequired: true),
            new ShapeKey("source", _text, "document, revision, page or table", IsRequired: true)), "which device this describes", IsRequired: true),
        new ShapeKey("notes", _text, "what an installer must know"),
        new ShapeKey("modbus", _modbus, "how a Modbus device is asked"),
        new ShapeKey("scale", ScaleShape.Section, "how a scale speaks that has a weighing protocol of its own"),
        .. _sections.Where(key => key.Name != "tests"),
        new ShapeKey("variants", NamedMapShape.Of(("the name of a variant", "变体名称"), new ObjectShape("variant", ("a variant", "变体"),
        [
            new("notes", _text, "what an installer must know of this variant"),
            new("modbus", _modbus, "how this variant is asked, where it differs"),
            .. _sections,
        ])), "forms of the device, of which the site chooses one; each adds to what is written outside, or replaces it entry by entry"),
        .. _sections.Where(key => key.Name == "tests"),
    ])
    {
        ExactlyOneOf = ["modbus", "scale"],
    };
}
