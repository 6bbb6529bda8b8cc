using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Acquisition.Decoding;

public class PointDecoderTests
{
    private const long At = 1_767_323_045_678;

    private static Reading Decode(string registers, RegisterReference reference, Func<PointDecoding, PointDecoding>? with = null) =>
        DecodeAll(registers, null, SampleSite.Point("x", reference, with))[0];

    private static IReadOnlyList<Reading> DecodeAll(string registers, Func<DeviceModel, DeviceModel>? device, params PointModel[] points)
    {
        byte[] bytes = Convert.FromHexString(registers.Replace(" ", "", StringComparison.Ordinal));
        var range = new RegisterRange(RegisterTable.HoldingRegister, 0, (ushort)(bytes.Length / 2));
        return DecodeImage([(range, bytes)], device, points);
    }

    private static IReadOnlyList<Reading> DecodeImage(
        IEnumerable<(RegisterRange, ReadOnlyMemory<byte>)> blocks, Func<DeviceModel, DeviceModel>? device, params PointModel[] points)
    {
        var site = new SampleSite();
        var model = site.Device(site.Bus(), 1, device, points);
        return new DeviceDecoder(model, site.PointsOf(model), RegisterImage.Of(model, blocks, At)).Decode();
    }

    [Theory]
    [InlineData(RegisterType.UInt16, ByteOrder.ABCD, "FF38", 65336)]
    [InlineData(RegisterType.UInt16, ByteOrder.CDAB, "FF38", 65336)]
    [InlineData(RegisterType.UInt16, ByteOrder.BADC, "38FF", 65336)]
    [InlineData(RegisterType.UInt16, ByteOrder.DCBA, "38FF", 65336)]
    [InlineData(RegisterType.Int16, ByteOrder.ABCD, "FF38", -200)]
    [InlineData(RegisterType.Int16, ByteOrder.BADC, "38FF", -200)]
    [InlineData(RegisterType.UInt32, ByteOrder.ABCD, "8123 4567", 2166572391)]
    [InlineData(RegisterType.UInt32, ByteOrder.CDAB, "4567 8123", 2166572391)]
    [InlineData(RegisterType.UInt32, ByteOrder.BADC, "2381 6745", 2166572391)]
    [InlineData(RegisterType.UInt32, ByteOrder.DCBA, "6745 2381", 2166572391)]
    [InlineData(RegisterType.Int32, ByteOrder.ABCD, "FFFF FF38", -200)]
    [InlineData(RegisterType.Int32, ByteOrder.CDAB, "FF38 FFFF", -200)]
    [InlineData(RegisterType.Int32, ByteOrder.BADC, "FFFF 38FF", -200)]
    [InlineData(RegisterType.Int32, ByteOrder.DCBA, "38FF FFFF", -200)]
    [InlineData(RegisterType.UInt64, ByteOrder.ABCD, "0001 2345 6789 ABCD", 320255973501901)]
    [InlineData(RegisterType.UInt64, ByteOrder.CDAB, "ABCD 6789 2345 0001", 320255973501901)]
    [InlineData(RegisterType.UInt64, ByteOrder.BADC, "0100 4523 8967 CDAB", 320255973501901)]
    [InlineData(RegisterType.UInt64, ByteOrder.DCBA, "CDAB 8967 4523 0100", 320255973501901)]
    [InlineData(RegisterType.Int64, ByteOrder.ABCD, "FFFF FFFF FFFF FF38", -200)]
    [InlineData(RegisterType.Int64, ByteOrder.CDAB, "FF38 FFFF FFFF FFFF", -200)]
    [InlineData(RegisterType.Int64, ByteOrder.BADC, "FFFF FFFF FFFF 38FF", -200)]
    [InlineData(RegisterType.Int64, ByteOrder.DCBA, "38FF FFFF FFFF FFFF", -200)]
    [InlineData(RegisterType.Float32, ByteOrder.ABCD, "40E6 B852", 7.21)]
    [InlineData(RegisterType.Float32, ByteOrder.CDAB, "B852 40E6", 7.21)]
    [InlineData(RegisterType.Float32, ByteOrder.BADC, "E640 52B8", 7.21)]
    [InlineData(RegisterType.Float32, ByteOrder.DCBA, "52B8 E640", 7.21)]
    [InlineData(RegisterType.Float64, ByteOrder.ABCD, "401C D70A 3D70 A3D7", 7.21)]
    [InlineData(RegisterType.Float64, ByteOrder.CDAB, "A3D7 3D70 D70A 401C", 7.21)]
    [InlineData(RegisterType.Float64, ByteOrder.BADC, "1C40 0AD7 703D D7A3", 7.21)]
    [InlineData(RegisterType.Float64, ByteOrder.DCBA, "D7A3 703D 0AD7 1C40", 7.21)]
    [InlineData(RegisterType.SignMagnitude16, ByteOrder.ABCD, "80C8", -200)]
    [InlineData(RegisterType.SignMagnitude16, ByteOrder.ABCD, "00C8", 200)]
    [InlineData(RegisterType.SignMagnitude32, ByteOrder.CDAB, "00C8 8000", -200)]
    [InlineData(RegisterType.Bcd16, ByteOrder.ABCD, "1234", 1234)]
    [InlineData(RegisterType.Bcd16, ByteOrder.DCBA, "3412", 1234)]
    [InlineData(RegisterType.Bcd32, ByteOrder.ABCD, "1234 5678", 12345678)]
    [InlineData(RegisterType.Bcd32, ByteOrder.CDAB, "5678 1234", 12345678)]
    [InlineData(RegisterType.HighByte, ByteOrder.ABCD, "12FE", 0x12)]
    [InlineData(RegisterType.LowByte, ByteOrder.ABCD, "12FE", 0xFE)]
    [InlineData(RegisterType.HighByte, ByteOrder.BADC, "12FE", 0xFE)]
    [InlineData(RegisterType.UInt64, ByteOrder.ABCD, "0020 0000 0000 0001", 9007199254740992)]
    public void Every_type_in_every_order_gives_exactly_its_number(RegisterType type, ByteOrder order, string registers, double expected)
    {
        var reading = Decode(registers, SampleSite.Holding(0, type, order));
        Assert.Equal(Reading.OfNumber(0, At, expected), reading);
    }

    [Theory]
    [InlineData("00F6", "0.1", "0", 24.6)]
    [InlineData("00F6", "0.1", "-40", -15.4)]
    [InlineData("00F6", "0.025", "0", 6.15)]
    [InlineData("00F6", "1", "0.5", 246.5)]
    [InlineData("0003", "0.1", "0.05", 0.35)]
    [InlineData("0007", "0.01", "-273.15", -273.08)]
    [InlineData("FFFF", "0.001", "0", 65.535)]
    [InlineData("0000", "-1", "0", 0)]
    public void Scale_and_offset_round_once(string registers, string scale, string offset, double expected)
    {
        var decimalScale = DecimalFactor.From(decimal.Parse(scale));
        var reading = Decode(registers, SampleSite.Holding(0), d => d with { Scale = decimalScale, Offset = double.Parse(offset) });
        Assert.Equal(expected, reading.Number);
        Assert.False(double.IsNegative(reading.Number) && expected == 0);
    }

    [Fact]
    public void Every_word_of_tenths_and_hundredths_is_the_nearest_double()
    {
        for (int raw = 0; raw <= 65535; raw++)
        {
            var scale = new LinearScale(DecimalFactor.From(0.1m), -40.05);
            Assert.Equal((double)((raw * 0.1m) - 40.05m), scale.Apply(raw, 0));
            Assert.Equal((double)((raw * 0.00001m) - 40.05m), scale.Apply(raw, 4));
        }
    }

    [Fact]
    public void A_scaled_float_starts_from_its_decimal() =>
        Assert.Equal(0.0721, Decode("40E6 B852", SampleSite.Holding(0, RegisterType.Float32), d => d with { Scale = DecimalFactor.From(0.01m) }).Number);

    [Fact]
    public void A_mask_lets_its_bits_through_moved_to_bit_zero()
    {
        Assert.Equal(0xAB, Decode("FABF", SampleSite.Holding(0, mask: 0x0FF0)).Number);
        Assert.Equal(0xF, Decode("FABF", SampleSite.Holding(0, RegisterType.Int16, mask: 0xF000)).Number);
    }

    [Theory]
    [InlineData(0, 1234.0)]
    [InlineData(2, 12.34)]
    [InlineData(9, 0.000001234)]
    public void Decimals_come_from_another_register(int decimals, double expected) =>
        Assert.Equal(expected, Decode($"04D2 {decimals:X4}", SampleSite.Holding(0), d => d with { DecimalsFrom = SampleSite.Holding(1) }).Number);

    [Fact]
    public void More_than_nine_decimals_leave_the_number_unexplained()
    {
        var reading = Decode("04D2 000A", SampleSite.Holding(0), d => d with { DecimalsFrom = SampleSite.Holding(1) });
        Assert.Equal(Reading.Missing(0, At, Quality.Bad(QualityReason.Unexplained)), reading);
    }

    [Fact]
    public void A_missing_decimals_or_sign_register_leaves_the_number_unexplained()
    {
        foreach (var with in new Func<PointDecoding, PointDecoding>[]
                 {
                     d => d with { DecimalsFrom = SampleSite.Holding(50) },
                     d => d with { SignFrom = SampleSite.Holding(50, mask: 0x80) },
                 })
            Assert.Equal(Reading.Missing(0, At, Quality.Bad(QualityReason.Unexplained)), Decode("04D2", SampleSite.Holding(0), with));
    }

    [Fact]
    public void The_sign_stands_in_another_register_with_its_mask()
    {
        var magnitude = SampleSite.Holding(0, RegisterType.UInt32);
        var sign = SampleSite.Holding(2, mask: 0x80);
        Assert.Equal(-66051, Decode("0001 0203 0080", magnitude, d => d with { SignFrom = sign }).Number);
        Assert.Equal(66051, Decode("0001 0203 FF7F", magnitude, d => d with { SignFrom = sign }).Number);
    }

    [Theory]
    [InlineData("7FC0 0000")]
    [InlineData("7FA0 0000")]
    [InlineData("FFFF FFFF")]
    [InlineData("7F80 0000")]
    [InlineData("FF80 0000")]
    public void A_float_that_is_no_number_never_becomes_one(string registers) =>
        Assert.Equal(
            Reading.Missing(0, At, Quality.Bad(QualityReason.SensorFault)), Decode(registers, SampleSite.Holding(0, RegisterType.Float32)));

    [Fact]
    public void A_double_that_is_no_number_never_becomes_one() =>
        Assert.Equal(
            Reading.Missing(0, At, Quality.Bad(QualityReason.SensorFault)),
            Decode("7FF8 0000 0000 0000", SampleSite.Holding(0, RegisterType.Float64)));

    [Fact]
    public void A_digit_above_nine_is_no_decimal_number() =>
        Assert.Equal(Reading.Missing(0, At, Quality.Bad(QualityReason.SensorFault)), Decode("12A4", SampleSite.Holding(0, RegisterType.Bcd16)));

    [Fact]
    public void A_result_too_large_for_a_double_is_no_number() =>
        Assert.Equal(
            Reading.Missing(0, At, Quality.Bad(QualityReason.SensorFault)),
            Decode("7FEF FFFF FFFF FFFF", SampleSite.Holding(0, RegisterType.Float64), d => d with { Scale = new DecimalFactor(10, 1) }));

    [Theory]
    [InlineData("7FFF", RegisterType.Int16, "7FFF")]
    [InlineData("8000 0000", RegisterType.Int32, "80000000")]
    [InlineData("7FA0 1234", RegisterType.Float32, "")]
    [InlineData("12FF", RegisterType.LowByte, "FF")]
    [InlineData("7FFF FFFF FFFF FFFF", RegisterType.Int64, "7FFFFFFFFFFFFFFF")]
    [InlineData("2D2D 2D2D", RegisterType.Text, "2D2D2D2D")]
    public void A_sentinel_is_a_statement_and_not_a_value(string registers, RegisterType type, string sentinel)
    {
        var meant = Quality.Uncertain(QualityReason.NotAssigned);
        var reference = SampleSite.Holding(0, type, quantity: registers.Split(' ').Length);
        var reading = Decode(registers, reference, d => d with { Sentinels = [new Sentinel(Convert.FromHexString(sentinel), meant)] });
        Assert.Equal(Reading.Missing(0, At, meant), reading);
    }

    [Fact]
    public void A_sentinel_is_compared_after_byte_order_and_before_the_mask()
    {
        var sentinel = new Sentinel(new byte[] { 0x80, 0, 0, 1 }, Quality.Bad(QualityReason.Maintenance));
        var reference = SampleSite.Holding(0, RegisterType.UInt32, ByteOrder.CDAB, 0xFF);
        Assert.Equal(QualityReason.Maintenance, Decode("0001 8000", reference, d => d with { Sentinels = [sentinel] }).Quality.Reason);
        Assert.Equal(1, Decode("8000 0001", SampleSite.Holding(0, RegisterType.UInt32, ByteOrder.CDAB, 0xFF_0000), d => d with { Sentinels = [sentinel] }).Number);
    }

    [Theory]
    [InlineData("0004", false, true)]
    [InlineData("0000", false, false)]
    [InlineData("0004", true, false)]
    [InlineData("FFFB", true, true)]
    public void A_boolean_compares_with_zero(string registers, bool isInverted, bool expected) =>
        Assert.Equal(
            Reading.OfBoolean(0, At, expected),
            Decode(registers, SampleSite.Holding(0, mask: 4), d => d with { IsBoolean = true, IsInverted = isInverted }));

    [Fact]
    public void A_number_stands_for_a_word_and_an_unknown_one_reads_uncertain()
    {
        var meanings = new Dictionary<long, string> { [0] = "off", [3] = "measuring", [-1] = "fault" };
        Reading Word(string registers) => Decode(registers, SampleSite.Holding(0, RegisterType.Int16), d => d with { Meanings = meanings });
        Assert.Equal(Reading.OfText(0, At, "measuring"), Word("0003"));
        Assert.Equal(Reading.OfText(0, At, "fault"), Word("FFFF"));
        Assert.Equal(Reading.OfText(0, At, "7", Quality.Uncertain(QualityReason.Unexplained)), Word("0007"));
    }

    [Theory]
    [InlineData("5359 5354 454D 2000", ByteOrder.ABCD, "SYSTEM")]
    [InlineData("5953 5453 4D45 0020", ByteOrder.BADC, "SYSTEM")]
    [InlineData("4142 0043 4445 4647", ByteOrder.ABCD, "AB")]
    [InlineData("0000 0000 0000 0000", ByteOrder.ABCD, "")]
    public void Text_ends_at_its_padding(string registers, ByteOrder order, string expected) =>
        Assert.Equal(Reading.OfText(0, At, expected), Decode(registers, SampleSite.Holding(0, RegisterType.Text, order, quantity: 4)));

    [Fact]
    public void Outside_its_range_a_value_is_kept_and_bad()
    {
        Reading Of(string registers) => Decode(registers, SampleSite.Holding(0), d => d with { Range = (1, 14) });
        Assert.Equal(Reading.OfNumber(0, At, 15, Quality.Bad(QualityReason.OutOfRange)), Of("000F"));
        Assert.Equal(Reading.OfNumber(0, At, 0, Quality.Bad(QualityReason.OutOfRange)), Of("0000"));
        Assert.Equal(Reading.OfNumber(0, At, 14), Of("000E"));
    }

    private static StatusWord LiquilineState(params string[] points) => new(
        SampleSite.Holding(1),
        [
            new QualityRule(0xFFFF, 0, Quality.Good, "good"),
            new QualityRule(0xFFFF, 1, Quality.Uncertain(QualityReason.Maintenance), "uncertain"),
            new QualityRule(0xFFFF, 3, Quality.Bad(QualityReason.NotAssigned), "not assigned"),
        ],
        Quality.Bad(QualityReason.SensorFault),
        points);

    [Theory]
    [InlineData("0000", "G")]
    [InlineData("0001", "U:maintenance")]
    [InlineData("0003", "B:not-assigned")]
    [InlineData("0009", "B:sensor-fault")]
    public void A_status_word_that_counts_states_judges_the_value(string state, string quality)
    {
        var reading = DecodeAll($"0005 {state}", d => d with { StatusWords = [LiquilineState()] }, SampleSite.Point("x", SampleSite.Holding(0)))[0];
        Assert.Equal(quality, QualityText.Of(reading.Quality));
        Assert.Equal(5, reading.Number);
    }

    [Fact]
    public void The_worst_of_all_bits_words_and_the_value_itself_wins()
    {
        var bits = new StatusWord(
            SampleSite.Holding(2, mask: 0xFF00),
            [
                new QualityRule(1, 1, Quality.Uncertain(QualityReason.Calibrating), "calibrating"),
                new QualityRule(2, 0, Quality.Bad(QualityReason.SensorFault), "sensor missing"),
            ],
            null,
            []);
        string Judge(string registers) => QualityText.Of(DecodeAll(
            registers,
            d => d with { StatusWords = [LiquilineState(), bits] },
            SampleSite.Point("x", SampleSite.Holding(0), d => d with { Range = (0, 100) }))[0].Quality);
        Assert.Equal("G", Judge("0005 0000 02FF"));
        Assert.Equal("U:calibrating", Judge("0005 0000 03FF"));
        Assert.Equal("U:maintenance", Judge("0005 0001 03FF"));
        Assert.Equal("B:sensor-fault", Judge("0005 0001 01FF"));
        Assert.Equal("B:out-of-range", Judge("00FF 0001 03FF"));
    }

    [Fact]
    public void A_status_word_judges_only_the_points_it_names()
    {
        var readings = DecodeAll(
            "0005 0003",
            d => d with { StatusWords = [LiquilineState("judged")] },
            SampleSite.Point("judged", SampleSite.Holding(0)),
            SampleSite.Point("free", SampleSite.Holding(0)));
        Assert.Equal(["B:not-assigned", "G"], readings.Select(r => QualityText.Of(r.Quality)));
    }

    [Fact]
    public void A_status_word_that_was_not_read_leaves_the_value_unexplained_but_there()
    {
        var range = new RegisterRange(RegisterTable.HoldingRegister, 0, 1);
        var reading = DecodeImage(
            [(range, new byte[] { 0, 5 })], d => d with { StatusWords = [LiquilineState()] }, SampleSite.Point("x", SampleSite.Holding(0)))[0];
        Assert.Equal(Reading.OfNumber(0, At, 5, Quality.Uncertain(QualityReason.Unexplained)), reading);
    }

    [Fact]
    public void Bits_are_found_in_their_packed_bytes()
    {
        var coils = new RegisterRange(RegisterTable.Coil, 16, 12);
        PointModel Coil(int address) => SampleSite.Point(
            $"c{address}", new RegisterReference(new RegisterRange(RegisterTable.Coil, (ushort)address, 1), RegisterType.Bit), d => d with { IsBoolean = true });
        var readings = DecodeImage([(coils, new byte[] { 0b1000_0001, 0b0000_0100 })], null, Coil(16), Coil(17), Coil(23), Coil(24), Coil(26));
        Assert.Equal([true, false, true, false, true], readings.Select(r => r.Boolean));
    }

    [Fact]
    public void A_device_that_answers_inputs_by_function_3_is_decoded_from_its_holding_registers()
    {
        var input = new RegisterReference(new RegisterRange(RegisterTable.InputRegister, 0, 1), RegisterType.UInt16);
        var reading = DecodeAll("002A", d => d with { ReadAllRegistersAs = RegisterTable.HoldingRegister }, SampleSite.Point("x", input))[0];
        Assert.Equal(42, reading.Number);
    }

    [Fact]
    public void A_value_over_two_adjacent_test_ranges_is_found()
    {
        var first = new RegisterRange(RegisterTable.HoldingRegister, 4, 1);
        var second = first with { Address = 5 };
        var reading = DecodeImage(
            [(second, new byte[] { 0xB8, 0x52 }), (first, new byte[] { 0x40, 0xE6 })], null, SampleSite.Point("x", SampleSite.Holding(4, RegisterType.Float32)))[0];
        Assert.Equal(7.21, reading.Number);
    }

    [Fact]
    public void A_failed_block_gives_its_reason_and_time_and_the_others_their_values()
    {
        var site = new SampleSite();
        var device = site.Device(site.Bus(), 1, null, SampleSite.Point("a", SampleSite.Holding(0)), SampleSite.Point("b", SampleSite.Holding(10)));
        var image = new RegisterImage([SampleSite.Holding(0).Range, SampleSite.Holding(10).Range]);
        var decoder = new DeviceDecoder(device, site.PointsOf(device), image);
        Assert.All(decoder.Decode(), r => Assert.Equal("B:startup", QualityText.Of(r.Quality)));

        new byte[] { 1, 0 }.CopyTo(image.Destination(0));
        image.Fill(0, At);
        image.Fail(1, Quality.Bad(QualityReason.Timeout), At + 5);
        Assert.Equal([Reading.OfNumber(0, At, 256), Reading.Missing(1, At + 5, Quality.Bad(QualityReason.Timeout))], decoder.Decode());
    }

    [Fact]
    public void Decoding_numbers_allocates_nothing()
    {
        var site = new SampleSite();
        var device = site.Device(site.Bus(), 1, d => d with { StatusWords = [LiquilineState()] }, SampleSite.Words(0, 100));
        var image = RegisterImage.Of(device, [(new RegisterRange(RegisterTable.HoldingRegister, 0, 100), new byte[200])], At);
        var decoder = new DeviceDecoder(device, site.PointsOf(device), image);
        using var scan = new Scan(0, 300, 0);
        decoder.Decode(scan);
        long before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Decode(scan);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
