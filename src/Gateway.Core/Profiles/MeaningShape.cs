using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Profiles;

/// <summary>What a profile may say of registers, and of settings that no register tells, which give a number its meaning.</summary>
internal static class MeaningShape
{
    /// <summary>How files write a code that stands in a register.</summary>
    public const string NumberKey = "^(-?[0-9]{1,10}|0x[0-9A-Fa-f]{1,8})$";

    private static readonly Shape _text = new TextShape();
    private static readonly Shape _range = new ListShape(new NumberShape(), 2, 2);

    private static readonly Shape _codedScale = new ByKindShape(("a scale, or { from: [0, 65535], to: [4, 20] }", "倍率，或 { from: [0, 65535], to: [4, 20] }"),
        scalar: new NumberShape(),
        map: new ObjectShape("coded_scale", ("a scale chosen by a code", "由代码选择的量程"),
            new ShapeKey("from", _range, "two raw numbers", IsRequired: true),
            new ShapeKey("to", _range, "what they mean, in the point's unit", IsRequired: true)));

    /// <summary>How messages call such a code.</summary>
    public static Wording NumberForm { get; } = ("a whole number, also 0x hexadecimal", "整数，也可用 0x 十六进制");

    /// <summary>Of a point.</summary>
    public static ShapeKey[] OfPoint { get; } = [.. Keys("", ReferenceShape.Keys, ReferenceShape.Source), UnitSetting(), UnitCode(ReferenceShape.Source)];

    /// <summary>Of a channel template.</summary>
    public static ShapeKey[] OfChannel { get; } = [.. Keys("slot_", ReferenceShape.SlotKeys, ReferenceShape.SlotSource), UnitCode(ReferenceShape.SlotSource)];

    /// <summary>Of one of the quantities that a template offers.</summary>
    public static ShapeKey[] OfOffer { get; } = [UnitFrom("slot_", ReferenceShape.SlotKeys), UnitSetting(), UnitCode(ReferenceShape.SlotSource)];

    private static ShapeKey[] Keys(string prefix, ShapeKey[] reference, Shape source) =>
    [
        new("decimals_from", source, "register that holds how many decimals the number has"),
        new("sign_from", source, "register and bit that is 1 when the number is negative"),
        new("fraction_from", new ByKindShape(("a register, or { read: …, scale: 0.001 }", "寄存器，或 { read: …, scale: 0.001 }"),
            scalar: ReferenceShape.Address,
            map: new ObjectShape($"{prefix}fraction", ("a fraction", "小数部分"),
                [.. reference, new("scale", new NumberShape(), "what one of it is worth; 1 when left out")])),
            "register with the part behind the decimal point, added to the number"),
        UnitFrom(prefix, reference),
        new("scale_from", new ObjectShape($"{prefix}scale_choice", ("a scale told by a register", "由寄存器给出的量程"),
            [.. reference, new("values", Codes(_codedScale), "the scale of each code", IsRequired: true)]),
            "register that says over which range the number goes; a code that is not listed reads bad"),
        new("range_from", new ObjectShape($"{prefix}range_source", ("a range told by registers", "由寄存器给出的范围"),
            new ShapeKey("low", source, "the smallest value, in the form of the value itself", IsRequired: true),
            new ShapeKey("high", source, "the largest value", IsRequired: true)), "registers with the smallest and the largest value that the device can show"),
    ];

    private static ShapeKey UnitFrom(string prefix, ShapeKey[] reference) =>
        new("unit_from", new ObjectShape($"{prefix}unit_choice", ("a unit told by a register", "由寄存器给出的单位"),
            [.. reference, new("units", Codes(_text), "UCUM code of each code; converted into the point's unit", IsRequired: true)]),
            "register that says in which unit the number is; a code that is not listed, or is of another kind, reads bad");

    private static ShapeKey UnitSetting() => new("unit_setting", new ListShape(_text, 1, 32),
        "UCUM codes of the units that the device can be set to, where no register tells which; readings are unconfirmed until the site says it under 'units'");

    private static ShapeKey UnitCode(Shape source) => new("unit_code", new ByKindShape(("a register, or a list of registers", "寄存器，或寄存器列表"),
        scalar: ReferenceShape.Address, map: source, list: new ListShape(source, 1, 4)),
        "registers with codes of unit or meaning whose table the source does not print; the site writes them under 'units' as they were when the display "
            + "was compared");

    private static NamedMapShape Codes(Shape value) => new(NumberKey, ("a code", "代码"), NumberForm, value);
}
