using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Profiles;

/// <summary>What other registers say of a number, and what a profile with such points must not say. Each profile is judged by its own tests.</summary>
public sealed class MeaningTests
{
    private static ProfileCompilation Compile(string points, string tests, string modbus = "unit: 1", string more = "") =>
        ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(
        $$"""
        profile: own/probe
        version: 1.0.0
        device: { manufacturer: Acme, model: X, grade: A, source: manual }
        modbus: { {{modbus}} }
        points: { {{points}} }
        tests: [{{tests}}]
        {{more}}
        """));

    private static string Codes(ProfileCompilation compiled) => string.Join(' ', compiled.Problems.Select(problem => problem.Code));

    private static void Passes(string points, string tests, string modbus = "unit: 1", string more = "")
    {
        var compiled = Compile(points, tests, modbus, more);
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
    }

    [Theory]
    [InlineData("0000 04D2 0000 0237", "1234.567")]
    [InlineData("0000 0000 0000 03E7", "0.999")]
    [InlineData("FFFF FFFF 0000 01F4", "-0.5")]
    [InlineData("0001 0000 0000 0001", "65536.001")]
    public void A_whole_part_and_thousandths_are_one_number(string words, string value) => Passes(
        "total: { quantity: total_volume, unit: m3, read: hr:0, type: int32, fraction_from: { read: hr:2, type: int32, scale: 0.001 } }",
        $$"""{ registers: { hr:0: "{{words}}" }, expect: { total: {{value}} } }""");

    [Fact]
    public void A_fraction_that_is_a_float_is_added_as_the_decimal_it_means() => Passes(
        "total: { quantity: total_volume, unit: m3, read: hr:0, type: int32, scale: 10, fraction_from: { read: hr:2, type: float32 } }",
        """{ registers: { hr:0: "0000 0007 3DCC CCCD" }, expect: { total: 71 } }, { registers: { hr:0: "0000 0007 7FC0 0000" }, expect: { total: { quality: "B:unexplained" } } }""");

    [Fact]
    public void A_code_that_is_not_listed_leaves_the_number_without_meaning() => Passes(
        "p: { quantity: pressure, unit: kPa, read: hr:1, type: uint16, unit_from: { read: hr:0, units: { 7: bar } } }",
        """{ registers: { hr:0: "0001 0001" }, expect: { p: { quality: "B:unexplained" } } }""");

    [Theory]
    [InlineData(0, "3E8", "1000000")]   // MPa
    [InlineData(1, "3E8", "1000")]      // kPa
    [InlineData(2, "3E8", "1")]         // Pa
    [InlineData(3, "00C", "1200")]      // bar
    [InlineData(7, "00A", "98.0665")]   // m of water
    [InlineData(8, "00A", "0.0980665")] // mm of water
    public void A_number_in_another_unit_is_converted_exactly(int code, string raw, string value) => Passes(
        "p: { quantity: pressure, unit: kPa, read: hr:1, type: uint16, unit_from: { read: hr:0, units: { 0: MPa, 1: kPa, 2: Pa, 3: bar, 7: \"m[H2O]\", 8: \"mm[H2O]\" } } }",
        $$"""{ registers: { hr:0: "{{code:X4}} 0{{raw}}" }, expect: { p: {{value}} } }""");

    [Theory]
    [InlineData("02D0", "22.22222222222222")]   // 72.0 degrees Fahrenheit, the double nearest 200/9
    [InlineData("0140", "0")]
    [InlineData("FE70", "-40")]
    public void Fahrenheit_becomes_Celsius_with_one_rounding(string raw, string value) => Passes(
        "t: { quantity: temperature, unit: Cel, read: hr:1, type: int16, scale: 0.1, unit_from: { read: hr:0, units: { 1: \"[degF]\" } } }",
        $$"""{ registers: { hr:0: "0001 {{raw}}" }, expect: { t: {{value}} } }""");

    [Theory]
    [InlineData("0007", "0000", "4")]
    [InlineData("0007", "FFFF", "20")]
    [InlineData("0007", "3333", "7.2")]
    [InlineData("0008", "8000", "0.5")]
    public void A_range_code_decides_what_the_raw_number_spans(string code, string raw, string value) => Passes(
        "i: { quantity: current, unit: mA, read: hr:1, type: uint16, scale_from: { read: hr:0, values: { 7: { from: [0, 65535], to: [4, 20] }, 8: { from: [0, 65536], to: [0, 1] } } } }",
        $$"""{ registers: { hr:0: "{{code}} {{raw}}" }, expect: { i: {{value}} } }""");

    [Theory]
    [InlineData("0032", "0 G")]
    [InlineData("0028", "0 G")]
    [InlineData("0064", "0 G")]
    [InlineData("0027", "B:out-of-range")]
    [InlineData("0065", "B:out-of-range")]
    public void The_range_stands_in_registers_of_the_same_form(string raw, string quality)
    {
        double value = Convert.ToInt32(raw, 16) / 10.0;
        string expect = quality == "0 G" ? $"{value}" : $$"""{ value: {{value}}, quality: "{{quality}}" }""";
        Passes(
            "t: { quantity: temperature, unit: Cel, read: hr:0, type: int16, scale: 0.1, range_from: { low: hr:1, high: hr:2 } }",
            $$"""{ registers: { hr:0: "{{raw}} 0028 0064" }, expect: { t: {{expect}} } }""");
    }

    [Fact]
    public void A_range_that_is_none_makes_the_value_uncertain() => Passes(
        "t: { quantity: temperature, unit: Cel, read: hr:0, type: int16, range_from: { low: hr:1, high: hr:2 } }",
        """{ registers: { hr:0: "0005 0000 0000" }, expect: { t: { value: 5, quality: "U:unexplained" } } }""");

    [Fact]
    public void Each_register_of_an_error_list_judges() => Passes(
        "t: { quantity: temperature, unit: Cel, read: hr:0, type: int16 }",
        """{ registers: { hr:0: "0005 FFFF FFFF FFFF" }, expect: { t: 5 } }, { registers: { hr:0: "0005 FFFF FFFF 0007" }, expect: { t: { value: 5, quality: "U:sensor-fault" } } }""",
        more: "status: [{ read: hr:1, count: 3, values: { 0xFFFF: good }, otherwise: { quality: uncertain, reason: sensor-fault } }]");

    [Theory]
    [InlineData("unit: kPa, read: hr:0, type: uint16, unit_from: { read: hr:1, units: { 1: Cel } }", "P240")]
    [InlineData("unit: kPa, read: hr:0, type: uint16, scale_from: { read: hr:1, values: { 1: 0 } }", "P221")]
    [InlineData("unit: kPa, read: hr:0, type: uint16, scale_from: { read: hr:1, values: { 1: { from: [5, 5], to: [0, 1] } } }", "P213")]
    [InlineData("read: hr:0, type: uint16, bit: 1, scale_from: { read: hr:1, values: { 1: 2 } }", "P206")]
    [InlineData("read: hr:0, type: text, length: 4, unit_from: { read: hr:1, units: { 1: Pa } }", "P206")]
    [InlineData("read: hr:0, type: uint16, map: { 0: a }, fraction_from: hr:1", "P206")]
    [InlineData("unit: kPa, read: hr:0, type: uint16, fraction_from: hr:65536", "P203")]
    public void What_cannot_be_meant_is_refused(string point, string code) =>
        Assert.Contains(code, Codes(Compile($"p: {{ quantity: pressure, {point} }}", """{ registers: { hr:0: "0000 0000" }, expect: { p: 0 } }""")));

    [Theory]
    [InlineData("start: [{ write: ir:1, value: 1, changes: x }]", "P241")]
    [InlineData("start: [{ write: co:1, value: 2, changes: x }]", "P241")]
    [InlineData("start: [{ write: co:1, values: \"0001\", changes: x }]", "P241")]
    [InlineData("start: [{ write: hr:7, value: 1, changes: x }], never_write: [{ read: hr:5, registers: 3 }]", "P242")]
    [InlineData("start: [{ write: hr:7, value: 1 }]", "P110")]
    [InlineData("start: [{ read: hr:7, value: 1 }]", "P110")]
    public void A_start_sequence_that_cannot_be_is_refused(string modbus, string code) =>
        Assert.Contains(code, Codes(
            Compile("p: { quantity: pressure, unit: Pa, read: hr:0, type: uint16 }", """{ registers: { hr:0: "0000" }, expect: { p: 0 } }""", modbus)));

    [Fact]
    public void The_steps_of_a_start_are_kept_in_order_with_what_they_change()
    {
        var model = Compile(
            "p: { quantity: pressure, unit: Pa, read: hr:0, type: uint16 }", """{ registers: { hr:0: "0000" }, expect: { p: 0 } }""",
            "start: [{ read: hr:0x2500, registers: 0 }, { write: hr:5, values: \"0001 0002\", changes: the mode, pause: 100ms }, { write: co:3, value: 1, changes: a lock }]").Model!;
        Assert.Equal(
            [
                (StartAction.Read, new RegisterRange(RegisterTable.HoldingRegister, 0x2500, 0), null),
                (StartAction.WriteMultiple, new RegisterRange(RegisterTable.HoldingRegister, 5, 2), "the mode"),
                (StartAction.WriteSingle, new RegisterRange(RegisterTable.Coil, 3, 1), "a lock"),
            ],
            model.Start.Select(step => (step.Action, step.Range, step.Changes)));
        Assert.Equal([1, 2], model.Start[1].Values);
        Assert.Equal(TimeSpan.FromMilliseconds(100), model.Start[1].Pause);
    }

    [Fact]
    public void A_test_says_its_byte_order_where_the_profile_leaves_it_open()
    {
        const string Point = "p: { quantity: pressure, unit: Pa, read: hr:0, type: float32 }, word: { quantity: other, read: hr:2, type: uint32, byte_order: ABCD }";
        Assert.Contains("P244", Codes(Compile(Point, """{ registers: { hr:0: "0000 3F80" }, expect: { p: 1 } }""", "byte_order: [ABCD, CDAB]")));
        Passes(Point, """{ byte_order: CDAB, registers: { hr:0: "0000 3F80 0000 0005" }, expect: { p: 1, word: 5 } }, { byte_order: ABCD, registers: { hr:0: "3F80 0000 0000 0005" }, expect: { p: 1, word: 5 } }""",
            "byte_order: [ABCD, CDAB]");
    }

    [Fact]
    public void A_variant_adds_to_what_all_share_and_replaces_entry_by_entry()
    {
        var compiled = ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(
            """
            profile: own/probe
            version: 1.0.0
            device: { manufacturer: Acme, model: X, grade: A, source: manual }
            modbus: { unit: 4, max_registers: 10 }
            points:
              shared: { quantity: pressure, unit: Pa, read: hr:0, type: uint16 }
              changed: { quantity: pressure, unit: Pa, read: hr:1, type: uint16 }
            tests: [{ registers: { hr:0: "0001" }, expect: { shared: 1 } }]
            variants:
              old: { tests: [{ registers: { hr:1: "0002" }, expect: { changed: 2 } }] }
              new:
                modbus: { max_registers: 20 }
                points:
                  changed: { quantity: pressure, unit: kPa, read: hr:5, type: uint16 }
                  added: { quantity: level, unit: m, read: hr:6, type: uint16 }
            """));
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
        var forms = compiled.Model!.Variants.ToDictionary(form => form.Variant!);
        Assert.Empty(compiled.Model.Points);
        Assert.Equal(["shared", "changed"], forms["old"].Points.Select(point => point.Name));
        Assert.Equal(["shared", "changed", "added"], forms["new"].Points.Select(point => point.Name));
        Assert.Equal((10, 20, (byte?)4, "kPa"), (forms["old"].MaximumRegisters, forms["new"].MaximumRegisters, forms["new"].Unit, forms["new"].Points[1].Unit));
        Assert.Equal([("old", 1), ("old", 2), ("new", 1)], compiled.Tests.Select(test => (test.Variant!, test.Number)));
    }

    [Fact]
    public void A_mistake_in_a_variant_is_told_at_its_place_and_one_in_the_shared_part_once()
    {
        var compiled = ProfileCompiler.CompileText("p.yaml", Encoding.UTF8.GetBytes(
            """
            profile: own/probe
            version: 1.0.0
            device: { manufacturer: Acme, model: X, grade: A, source: manual }
            modbus: { unit: 4 }
            points:
              shared: { quantity: pressure, unit: Pa, read: hr:0, type: uint16, range: [5, 1] }
            tests: [{ registers: { hr:0: "0001" }, expect: { shared: 1 } }]
            variants:
              one: { points: { own: { quantity: level, unit: m, read: hr:0, type: uint32 } } }
              two: {}
            """));
        Assert.Equal([("P213", 6), ("P210", 9)], compiled.Problems.Where(p => p.Code is "P213" or "P210").Select(problem => (problem.Code, problem.Span.Line)));
    }

    private static ProfileCompilation CompileChannel(string channel, string tests) => Compile(
        "mode: { quantity: state, read: hr:900, type: uint16 }", tests.ReplaceLineEndings(" "),
        more: $"channels: {{ ai: {{ {channel.ReplaceLineEndings(" ")} }} }}");

    [Theory]
    [InlineData("0000", "20")]
    [InlineData("0001", "-6.666666666666667")]
    [InlineData("0002", "-253.15")]
    public void A_unit_register_that_all_slots_share_does_not_move_with_the_slot(string code, string value)
    {
        var compiled = CompileChannel(
            """
            slots: 4, stride: 2, read: hr:0, type: uint16,
            unit_from: { read: hr:100, stride: 0, units: { 0: Cel, 1: "[degF]", 2: K } }, quantities: { temperature: { unit: Cel } }
            """,
            $$"""{ channels: { ai3: temperature }, registers: { hr:4: "0014", hr:100: "{{code}}" }, expect: { temperature: {{value}} } }""");
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
    }

    [Theory]
    [InlineData("ai1", "hr:0", "hr:100", "hr:200")]
    [InlineData("ai2", "hr:2", "hr:103", "hr:210")]
    [InlineData("ai3", "hr:4", "hr:106", "hr:225")]
    public void Registers_of_a_slot_move_by_strides_of_their_own(string slot, string value, string sign, string status)
    {
        var compiled = CompileChannel(
            """
            slots: 3, stride: 2, read: hr:0, type: uint16, sign_from: { read: hr:100, bit: 0, stride: 3 },
            status: [{ read: hr:200, stride: [10, 15], values: { 1: good }, otherwise: { quality: bad, reason: disabled } }], quantities: { level: { unit: m } }
            """,
            $$"""
            { channels: { {{slot}}: level }, registers: { {{value}}: "0007", {{sign}}: "0001", {{status}}: "0001" }, expect: { level: -7 } },
            { channels: { {{slot}}: level }, registers: { {{value}}: "0007", {{sign}}: "0000", {{status}}: "0002" }, expect: { level: { value: 7, quality: "B:disabled" } } }
            """);
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
    }

    [Theory]
    [InlineData("slots: 4, stride: 2, read: hr:0, type: uint16, decimals_from: { read: hr:9, stride: [1, 2] }, quantities: { level: { unit: m } }", "P255")]
    [InlineData("slots: 2, stride: 2, read: hr:0, type: uint16, decimals_from: { read: hr:65535, stride: [1] }, quantities: { level: { unit: m } }", "P203")]
    [InlineData("slots: 2, stride: 2, read: hr:0, type: uint16, quantities: { level: { unit: m, unit_setting: [m, Cel] } }", "P240")]
    [InlineData("needs_scale: true, read: hr:0, type: uint16, quantities: { level: { unit: m, unit_setting: [m] } }", "P254")]
    [InlineData("read: hr:0, type: uint16, unit_from: { read: hr:1, units: { 1: m } }, quantities: { level: { unit: m, unit_setting: [m, mm] } }", "P254")]
    [InlineData("read: hr:0, type: uint16, unit_from: { read: hr:1, units: { 1: m, 2: Cel } }, quantities: { level: { unit: m } }", "P240")]
    [InlineData("read: hr:0, type: uint16, unit_from: { read: hr:1, units: { 1: m, 2: Cel } }, quantities: { level: { unit: m }, temperature: { unit: Cel } }", "")]
    public void What_a_channel_says_of_units_and_strides_must_fit_together(string channel, string codes) => Assert.Equal(
        codes, Codes(CompileChannel(channel, """{ registers: { hr:900: "0000" }, expect: { mode: 0 } }""")));

    [Fact]
    public void A_code_of_another_kind_of_quantity_reads_bad()
    {
        var compiled = CompileChannel(
            "read: hr:0, type: uint16, unit_from: { read: hr:1, units: { 1: m, 2: Cel } }, quantities: { level: { unit: m }, temperature: { unit: Cel } }",
            """
            { channels: { ai: level }, registers: { hr:0: "0007 0002" }, expect: { level: { quality: "B:unexplained" } } },
            { channels: { ai: temperature }, registers: { hr:0: "0007 0002" }, expect: { temperature: 7 } }
            """);
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
    }

    [Theory]
    [InlineData("ABCD", "006D 0067 002F 004C 0000 0041", "mg/L")]
    [InlineData("BADC", "6D00 6700 2F00 4C00 4100 4200", "mg/LAB")]
    public void A_text_can_have_one_character_a_register(string order, string words, string text) => Passes(
        $"name: {{ quantity: state, read: hr:0, type: text, length: 6, one_a_register: true, byte_order: {order} }}",
        $$"""{ registers: { hr:0: "{{words}}" }, expect: { name: "{{text}}" } }""");
}
