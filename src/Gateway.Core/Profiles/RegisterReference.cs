namespace Gateway.Core.Profiles;

/// <summary>One number read from registers: where and how, before any scale.</summary>
/// <param name="Range">The registers.</param>
/// <param name="Type">How they become a number.</param>
/// <param name="Order">Byte order.</param>
/// <param name="Mask">Applied to an integer after reading; the result is shifted right so that the mask's lowest bit becomes bit 0. Null: all bits.</param>
/// <param name="FollowsDevice">The order is the device's: a site that gives the device another one changes it here too.</param>
public sealed record RegisterReference(
    RegisterRange Range, RegisterType Type, ByteOrder Order = ByteOrder.ABCD, ulong? Mask = null, bool FollowsDevice = false)
{
    /// <summary>In a channel template: how it moves from slot to slot; null with the slot's own registers.</summary>
    public SlotSteps? Steps { get; init; }

    /// <summary>The reference in a device whose byte order is another; unchanged when it has an order of its own.</summary>
    internal RegisterReference In(ByteOrder order) => FollowsDevice ? this with { Order = order } : this;

    /// <summary>No registers at all: the value comes from elsewhere.</summary>
    public static RegisterReference None { get; } = new(new RegisterRange(RegisterTable.HoldingRegister, 0, 0), RegisterType.UInt16);
}
