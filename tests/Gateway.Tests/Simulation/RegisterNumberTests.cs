using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Simulation;

namespace Gateway.Tests.Simulation;

/// <summary>What the simulator writes, acquisition's own decoder reads back exactly.</summary>
public class RegisterNumberTests
{
    private const int Registers = 16;

    private static readonly RegisterType[] _whole =
    [
        RegisterType.UInt16, RegisterType.Int16, RegisterType.UInt32, RegisterType.Int32, RegisterType.UInt64, RegisterType.Int64, RegisterType.SignMagnitude16,
        RegisterType.SignMagnitude32, RegisterType.Bcd16, RegisterType.Bcd32, RegisterType.HighByte, RegisterType.LowByte,
    ];

    private static readonly decimal[] _scales = [1m, 0.1m, 0.01m, 0.001m, 10m, 0.5m, 0.025m];

    [Fact]
    public void Whole_numbers_of_every_type_order_scale_and_offset_come_back_exactly()
    {
        var cases =
            from type in Gen.Elements(_whole)
            from order in Gen.Elements(Enum.GetValues<ByteOrder>())
            from scale in Gen.Elements(_scales)
            from offset in Gen.Elements(0.0, -40.0, 100.0)
            from number in Number(type)
            select (type, order, scale, offset, number);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var decoding = new PointDecoding { Reference = At(c.type, c.order), Scale = DecimalFactor.From(c.scale), Offset = c.offset };
            double value = new LinearScale(decoding.Scale, c.offset).Apply(c.number, 0);
            return ReadBack(decoding, value) == value;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Floats_of_every_order_come_back_as_the_decimal_that_was_meant()
    {
        var cases =
            from type in Gen.Elements(RegisterType.Float32, RegisterType.Float64)
            from order in Gen.Elements(Enum.GetValues<ByteOrder>())
            from digits in Gen.Choose(-999_999, 999_999)
            from decimals in Gen.Choose(0, 4)
            select (type, order, value: digits / Math.Pow(10, decimals));
        Prop.ForAll(cases.ToArbitrary(), c => ReadBack(new PointDecoding { Reference = At(c.type, c.order) }, c.value) == c.value).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Decimals_and_sign_in_other_registers_are_written_along()
    {
        var cases =
            from type in Gen.Elements(RegisterType.UInt32, RegisterType.Bcd32)
            from order in Gen.Elements(Enum.GetValues<ByteOrder>())
            from hundredths in Gen.Choose(-90_000, 90_000)
            select (type, order, value: hundredths / 100.0);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var decoding = new PointDecoding
            {
                Reference = At(c.type, c.order),
                DecimalsFrom = new RegisterReference(Holding(8, 1), RegisterType.UInt16),
                SignFrom = new RegisterReference(Holding(9, 1), RegisterType.UInt16, Mask: 0x80),
            };
            return ReadBack(decoding, c.value) == c.value;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_large_number_gets_as_many_decimals_as_fit()
    {
        var decimals = new RegisterReference(Holding(8, 1), RegisterType.UInt16);
        var decoding = new PointDecoding { Reference = At(RegisterType.UInt16, ByteOrder.ABCD), DecimalsFrom = decimals };
        Assert.Equal(890.5, ReadBack(decoding, 890.5));
    }

    [Fact]
    public void Masked_numbers_leave_the_other_bits_alone()
    {
        var cases =
            from type in Gen.Elements(RegisterType.UInt16, RegisterType.UInt32, RegisterType.UInt64, RegisterType.HighByte, RegisterType.LowByte)
            from order in Gen.Elements(Enum.GetValues<ByteOrder>())
            from low in Gen.Choose(0, 3)
            from number in Gen.Choose(0, 15)
            from around in Gen.Choose(0, 255)
            select (type, order, low, number, around: (byte)around);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var reference = At(c.type, c.order) with { Mask = 0xFUL << c.low };
            var bank = Bank();
            bank.Registers(reference.Range).Fill(c.around);
            ulong whole = RegisterNumber.Read(bank, reference with { Mask = null });
            RegisterNumber.Write(bank, reference, c.number);
            ulong after = RegisterNumber.Read(bank, reference with { Mask = null });
            return after == ((whole & ~reference.Mask!.Value) | ((ulong)c.number << c.low)) && RegisterNumber.Read(bank, reference) == (ulong)c.number;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(ByteOrder.ABCD)]
    [InlineData(ByteOrder.BADC)]
    public void A_byte_leaves_the_other_half_of_its_register_alone(ByteOrder order)
    {
        var bank = Bank();
        RegisterNumber.Write(bank, At(RegisterType.HighByte, order), 0x12);
        RegisterNumber.Write(bank, At(RegisterType.LowByte, order), 0x34);
        Assert.Equal(0x1234UL, RegisterNumber.Read(bank, At(RegisterType.UInt16, order)));
    }

    [Theory]
    [InlineData(RegisterType.UInt16, 70_000, 65_535)]
    [InlineData(RegisterType.UInt16, -3, 0)]
    [InlineData(RegisterType.Int16, -40_000, -32_768)]
    [InlineData(RegisterType.SignMagnitude16, -40_000, -32_767)]
    [InlineData(RegisterType.Bcd16, 12_345, 9_999)]
    [InlineData(RegisterType.HighByte, 300, 255)]
    public void A_number_that_does_not_fit_is_held_at_the_end(RegisterType type, double written, double read) =>
        Assert.Equal(read, ReadBack(new PointDecoding { Reference = At(type, ByteOrder.ABCD) }, written));

    [Theory]
    [InlineData(ByteOrder.ABCD)]
    [InlineData(ByteOrder.BADC)]
    public void Text_comes_back_in_either_order(ByteOrder order)
    {
        var decoding = new PointDecoding { Reference = new RegisterReference(Holding(0, 4), RegisterType.Text, order) };
        var bank = Bank();
        var point = Point(decoding);
        new PointWriter(point, bank).WriteText("ABCDEFG");
        Assert.Equal("ABCDEFG", Decode(point, bank).Text);
    }

    [Fact]
    public void Several_bits_are_one_number()
    {
        var reference = new RegisterReference(new RegisterRange(RegisterTable.Coil, 3, 5), RegisterType.Bit);
        var bank = new RegisterBank(false);
        RegisterNumber.Write(bank, reference, 0b10110);
        Assert.Equal(0b10110UL, RegisterNumber.Read(bank, reference));
    }

    private static Gen<double> Number(RegisterType type)
    {
        double largest = Math.Min(RegisterNumber.Largest(type), 1_000_000_000);
        bool isSigned = type is RegisterType.Int16 or RegisterType.Int32 or RegisterType.Int64 or RegisterType.SignMagnitude16 or RegisterType.SignMagnitude32;
        return Gen.Choose(isSigned ? (int)-largest : 0, (int)largest).Select(number => (double)number);
    }

    private static RegisterReference At(RegisterType type, ByteOrder order) => new(Holding(0, RegisterTypeText.Registers(type)), type, order);

    private static RegisterRange Holding(int address, int quantity) => new(RegisterTable.HoldingRegister, (ushort)address, (ushort)quantity);

    private static double ReadBack(PointDecoding decoding, double value)
    {
        var bank = Bank();
        var point = Point(decoding);
        new PointWriter(point, bank).WriteValue(value);
        var reading = Decode(point, bank);
        Assert.Equal(Quality.Good, reading.Quality);
        return reading.Number;
    }

    private static Reading Decode(PointModel point, RegisterBank bank)
    {
        var device = Device();
        byte[] bytes = bank.Registers(Holding(0, Registers)).ToArray();
        var image = RegisterImage.Of(device, [(Holding(0, Registers), bytes)], 0);
        return new DeviceDecoder(device, [point], image).Decode()[0];
    }

    private static RegisterBank Bank() => new(false);

    private static DeviceModel Device() => new()
    {
        Number = 0, Name = "d", Label = new LocalizedText("d"), Bus = 0, Unit = 1, ProfileName = "p", ProfileVersion = "1.0.0", Points = [0],
        Timeout = TimeSpan.FromSeconds(1), RequestGap = TimeSpan.Zero,
    };

    private static PointModel Point(PointDecoding decoding) => new()
    {
        Number = 0, Id = "d/p", Name = "p", Device = 0, Label = new LocalizedText("p"), Quantity = "q", Unit = "", Every = TimeSpan.FromSeconds(1),
        StaleAfter = TimeSpan.FromSeconds(3), Decoding = decoding,
    };
}
