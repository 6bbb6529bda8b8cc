using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Profiles;

public sealed class ProfileCompilerTests
{
    [Theory]
    [InlineData("zero_based", "hr:2", "hr:2")]
    [InlineData("zero_based", "ir:0x1F", "ir:31")]
    [InlineData("zero_based", "hr:40003", "hr:40003")]
    [InlineData("minus_one", "hr:3", "hr:2")]
    [InlineData("minus_one", "hr:0x0301", "hr:768")]
    [InlineData("plc", "40003", "hr:2")]
    [InlineData("plc", "400003", "hr:2")]
    [InlineData("plc_4xxxxx", "465536", "hr:65535")]
    [InlineData("plc", "30001", "ir:0")]
    [InlineData("plc", "\"00001\"", "co:0")]
    [InlineData("plc", "10010", "di:9")]
    public void Addresses_mean_what_the_notation_says(string notation, string written, string meant)
    {
        bool isBits = meant[0] is 'c' or 'd';
        var point = Point($"read: {written}{(isBits ? "" : ", type: uint16")}", $"addresses: {notation}", written.Trim('"'));
        var range = point.Decoding.Reference.Range;
        Assert.Equal((meant, 1), (RegisterText.Short(range.Table, range.Address), range.Quantity));
    }

    [Theory]
    [InlineData("minus_one", "hr:0", "P203")]
    [InlineData("zero_based", "hr:65536", "P203")]
    [InlineData("zero_based", "hr:99999", "P203")]
    [InlineData("zero_based", "40003", "P202")]
    [InlineData("minus_one", "40003", "P202")]
    [InlineData("plc", "hr:2", "P202")]
    [InlineData("plc", "40000", "P203")]
    [InlineData("plc", "465537", "P203")]
    [InlineData("plc", "20001", "P203")]
    public void Addresses_that_fit_no_table_are_refused(string notation, string written, string code) =>
        Assert.Contains(code, Compile($"a: {{ quantity: state, read: {written}, type: uint16 }}", $"addresses: {notation}").Problems.Select(one => one.Code));

    [Fact]
    public void A_bit_number_becomes_a_mask_and_a_truth()
    {
        var point = Point("read: hr:5, type: uint16, bit: 11, invert: true");
        Assert.Equal((0x0800UL, true, true), (point.Decoding.Reference.Mask, point.Decoding.IsBoolean, point.Decoding.IsInverted));
        Assert.False(point.IsNumber);
        var masked = Point("read: hr:5, type: uint16, mask: 0xFF00");
        Assert.Equal((0xFF00UL, false), (masked.Decoding.Reference.Mask, masked.Decoding.IsBoolean));
    }

    [Fact]
    public void Scale_offset_range_and_byte_order_reach_the_decoding()
    {
        var point = Point("read: hr:5, type: int32, byte_order: BADC, scale: 0.025, offset: -40, range: [-40, 60], unit: Cel, every: 2s, stale_after: 90s");
        Assert.Equal(new DecimalFactor(25, 1000), point.Decoding.Scale);
        Assert.Equal((-40, (-40, 60), ByteOrder.BADC), (point.Decoding.Offset, point.Decoding.Range, point.Decoding.Reference.Order));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(90)), (point.Every, point.StaleAfter));
        Assert.Equal(ByteOrder.CDAB, Point("read: hr:5, type: float64", "byte_order: GHEFCDAB").Decoding.Reference.Order);
        Assert.Equal(4, Point("read: hr:5, type: float64").Decoding.Reference.Range.Quantity);
        Assert.Equal(7, Point("read: hr:5, type: text, length: 14").Decoding.Reference.Range.Quantity);
    }

    [Theory]
    [InlineData("int16", "0x8000", "8000")]
    [InlineData("int16", "-32768", "8000")]
    [InlineData("uint16", "65535", "FFFF")]
    [InlineData("int32", "-1", "FFFFFFFF")]
    [InlineData("float32", "0x7FA00000", "7FA00000")]
    [InlineData("float32", "9999", "461C3C00")]
    [InlineData("float64", "-1.5", "BFF8000000000000")]
    [InlineData("float32", "nan", "")]
    [InlineData("bcd16", "0xEEEE", "EEEE")]
    public void Values_that_mean_nothing_become_their_bytes(string type, string written, string bytes)
    {
        var sentinel = Assert.Single(Point($"read: hr:5, type: {type}, bad: [{written}]").Decoding.Sentinels);
        Assert.Equal(bytes, Convert.ToHexString(sentinel.Bytes.Span));
        Assert.Equal(Quality.Bad(QualityReason.SensorFault), sentinel.Quality);
    }

    [Theory]
    [InlineData("int16", "0x80")]
    [InlineData("int16", "40000")]
    [InlineData("uint16", "nan")]
    [InlineData("uint16", "1.5")]
    [InlineData("float32", "0x8000")]
    [InlineData("bcd16", "9999")]
    public void Values_that_the_type_cannot_hold_are_refused(string type, string written) =>
        Assert.Contains("P207", Compile($"a: {{ quantity: state, read: hr:1, type: {type}, bad: [{written}] }}").Problems.Select(one => one.Code));

    [Fact]
    public void Status_words_become_rules()
    {
        var compiled = Compile("a: { quantity: state, read: hr:1, type: uint16 }", after: """
            status:
              - { read: hr:8, bits: { 0: { quality: bad, reason: sensor-fault, name: broken }, 3: { when: 0, quality: uncertain, reason: calibrating } },
                  applies_to: [a] }
              - { read: hr:9, type: int16, values: { 0: good, -1: { quality: bad, reason: out-of-range }, 0x10: { quality: good } },
                  otherwise: { quality: uncertain, reason: unexplained } }
              - { read: di:4, bits: { 0: { quality: bad, reason: maintenance } } }
            """, registers: "hr:1: \"0000\", hr:8: \"0008 0000\", di:4: \"0\"");
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        var (first, second, third) = (compiled.Model.StatusWords[0], compiled.Model.StatusWords[1], compiled.Model.StatusWords[2]);
        Assert.Equal(["a"], first.Points);
        Assert.Equal([new(1, 1, Quality.Bad(QualityReason.SensorFault), "broken"), new(8, 0, Quality.Uncertain(QualityReason.Calibrating), "")], first.Rules);
        Assert.Equal([(0UL, true), (0xFFFFUL, false), (16UL, true)], second.Rules.Select(rule => (rule.Equal, rule.Quality.IsGood)));
        Assert.Equal(Quality.Uncertain(QualityReason.Unexplained), second.Otherwise);
        Assert.Null(first.Otherwise);
        Assert.Equal(RegisterType.Bit, third.Reference.Type);
    }

    [Fact]
    public void The_modbus_section_and_the_identity_reach_the_model()
    {
        var model = Compile("a: { quantity: state, read: hr:10, type: uint16 }",
            "serial: 19200-8E1, unit: 40, framings: [rtu, ascii], max_registers: 15, max_bits: 64, gap_limit: 2, even_starts: true, request_gap: 5ms, "
                + "timeout: 250ms, blocks: [{ read: hr:10, registers: 10 }], read_all_as: ir",
            after: "identify: [{ read: hr:100, type: float32, equals: -123.45 }]\n", registers: "hr:10: \"0000\"").Model!;
        Assert.Equal((40, 15, 64, 2, true), ((int)model.Unit!, model.MaximumRegisters, model.MaximumBits, model.GapLimit, model.EvenStarts));
        Assert.Equal((TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(250), RegisterTable.InputRegister),
            (model.RequestGap, model.Timeout, model.ReadAllRegistersAs));
        Assert.Equal([BusFraming.Rtu, BusFraming.Ascii], model.Framings);
        Assert.Equal([new RegisterRange(RegisterTable.HoldingRegister, 10, 10)], model.ExactBlocks);
        Assert.Equal((100, -123.45), (model.Identity[0].Reference.Range.Address, model.Identity[0].Expected));
        Assert.Equal(19200, model.Serial!.BaudRate);
    }

    [Fact]
    public void Wrong_serial_settings_are_refused() =>
        Assert.Contains("P222", Compile("a: { quantity: state, read: hr:1, type: uint16 }", "serial: nonsense").Problems.Select(one => one.Code));

    [Fact]
    public void Slots_move_every_register_by_the_stride()
    {
        var compiled = Compile("", after: """
            channels:
              in:
                slots: 3
                first: 0
                stride: 50
                read: hr:2
                type: uint32
                decimals_from: hr:4
                sign_from: { read: hr:5, bit: 7 }
                status: [{ read: hr:6, bits: { 0: { quality: bad, reason: sensor-fault } } }]
                quantities: { ph: { unit: "[pH]", scale: 0.1 }, orp: { unit: mV, range: [-2000, 2000] } }
            """, registers: "hr:102: \"0000 04D2 0002 0080 0000\"", test: "channels: { in2: { quantity: orp, point: redox, scale: 10 } }, ",
                expect: "redox: -123.4");
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        var device = compiled.Model.Configure([new SlotChoice("in1", "ph", "ph", null)]);
        var point = Assert.Single(device.Points);
        Assert.Equal((52, 54, 55),
            (point.Decoding.Reference.Range.Address, point.Decoding.DecimalsFrom!.Range.Address, point.Decoding.SignFrom!.Range.Address));
        Assert.Equal((56, "ph"), (device.StatusWords[0].Reference.Range.Address, Assert.Single(device.StatusWords[0].Points)));
        Assert.Equal(new DecimalFactor(1, 10), point.Decoding.Scale);
        Assert.Equal(["in0", "in1", "in2"], compiled.Model.Channels[0].SlotNames);
    }

    [Fact]
    public void A_broken_point_does_not_hide_the_mistakes_of_the_next() =>
        Assert.Equal(["P204", "P205", "P216"], Compile("""
            a: { quantity: state, read: hr:1 }
              b: { quantity: state, read: hr:2, type: text }
              c: { quantity: state, read: hr:3, type: uint16, bit: 16 }
            """).Problems.Select(one => one.Code));

    [Fact]
    public void A_profile_without_tests_or_points_is_refused()
    {
        byte[] text = Encoding.UTF8.GetBytes("profile: a\nversion: 1.0.0\ndevice: { manufacturer: A, model: B, grade: C, source: none }\nmodbus: {}\n");
        Assert.Equal(["P214", "P215"], ProfileCompiler.CompileText("a.yaml", text).Problems.Select(one => one.Code));
        Assert.Contains("P201", ProfileCompiler.CompileText("a.yaml", text, "b").Problems.Select(one => one.Code));
    }

    private static ProfilePoint Point(string keys, string modbus = "", string register = "hr:5")
    {
        bool isBits = register[0] is '0' or '1' || register.StartsWith("co", StringComparison.Ordinal);
        var compiled = Compile(
            $"a: {{ quantity: state, {keys} }}", modbus,
            registers: $"\"{register}\": \"{(isBits ? "0" : "0000 0000 0000 0000 0000 0000 0000"[..(register.Contains("65536") ? 4 : 34)])}\"");
        Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));
        return Assert.Single(compiled.Model.Points);
    }

    private static ProfileCompilation Compile(
        string points, string modbus = "", string after = "", string registers = "hr:1: \"0000\"", string test = "", string? expect = null)
    {
        string text = $$"""
            profile: water/acme-ph200
            version: 1.0.0
            device: { manufacturer: Acme, model: PH200, grade: A, source: manual }
            modbus: { {{modbus}} }
            {{(points.Length == 0 ? "" : "points:")}}
              {{points}}
            tests:
              - { {{test}}registers: { {{registers}} }, expect: { {{expect ?? "a: { value: 0, quality: G }"}} } }
            {{after}}

            """;
        var compiled = ProfileCompiler.CompileText("profile.yaml", Encoding.UTF8.GetBytes(text));
        // Most of these profiles are made for one key; that their only test expects another value is not the question.
        var problems = expect is null ? [.. compiled.Problems.Where(one => one.Code is not ("P225" or "P226"))] : compiled.Problems;
        if (compiled.Model is not null || problems.Any(one => one.IsError)) return compiled with { Problems = problems };
        byte[] mended = Encoding.UTF8.GetBytes(text.Replace("a: { value: 0, quality: G }", Actual(compiled.Problems), StringComparison.Ordinal));
        return ProfileCompiler.CompileText("profile.yaml", mended);
    }

    /// <summary>What the decoder says that the point reads.</summary>
    private static string Actual(IReadOnlyList<Problem> problems)
    {
        string read = problems.First(one => one.Code == "P225").Arguments[3].English;
        int quality = read.IndexOf(" (", StringComparison.Ordinal);
        string value = quality < 0 ? read : read[..quality];
        return $"a: {{ {(value == "-" ? "" : $"value: {value}, ")}quality: \"{(quality < 0 ? "G" : read[(quality + 2)..^1])}\" }}";
    }
}
