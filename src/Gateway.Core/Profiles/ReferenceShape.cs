using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Profiles;

/// <summary>How a profile names the registers of a number: of a point, and of what moves from slot to slot.</summary>
internal static class ReferenceShape
{
    private static readonly Shape _step = NumberShape.Whole(0, ChannelCompiler.LongestStride);

    /// <summary>A register or coil: <c>hr:2</c>.</summary>
    public static Shape Address { get; } = new AddressShape();

    public static Shape ByteOrder { get; } = new WordShape(ByteOrderText.All);

    /// <summary>The keys of a number that stands in registers.</summary>
    public static ShapeKey[] Keys { get; } =
    [
        new("read", Address, "where the value is: hr:2 holding, ir:2 input, co:2 coil, di:2 discrete input; 0x works", IsRequired: true),
        new("type", new WordShape([.. RegisterTypeText.All]), "how registers become a value; not needed for co: and di:"),
        new("byte_order", ByteOrder, "order of the bytes in the answer, A the most significant; the profile's own when left out"),
        new("mask", NumberShape.Whole(1, uint.MaxValue), "bits of an integer that count; the result is shifted right to its lowest bit"),
        new("bit", NumberShape.Whole(0, 63), "the one bit that counts, 0 the least significant; makes the value true or false"),
    ];

    /// <summary>The same in a channel template, where it may move otherwise than the slot's value does.</summary>
    public static ShapeKey[] SlotKeys { get; } =
    [
        .. Keys,
        new("stride", new ByKindShape(("a number of registers, or a list of steps", "寄存器数，或步长列表"),
            scalar: _step,
            list: new ListShape(_step, 1, ChannelCompiler.MostSlots)),
            "registers from one slot to the next where they are not the channel's: 0 for one that all slots share, [590, 600] for steps of their own"),
    ];

    public static Shape Source { get; } = SourceOf("reference", Keys);

    public static Shape SlotSource { get; } = SourceOf("slot_reference", SlotKeys);

    private static ByKindShape SourceOf(string name, ShapeKey[] keys) =>
        new(("a register such as hr:13, or { read: …, mask: … }", "寄存器，例如 hr:13，或 { read: …, mask: … }"),
            scalar: Address,
            map: new ObjectShape(name, ("a register reference", "寄存器引用"), keys));
}
