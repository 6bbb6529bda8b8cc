namespace Gateway.Core.Profiles;

/// <summary>Alike inputs of a device whose meaning is set on the device: one description for all slots, registers a fixed stride apart.</summary>
public sealed record ChannelTemplate
{
    public required string Name { get; init; }

    /// <summary>Number of the first slot.</summary>
    public required int First { get; init; }

    public required int Slots { get; init; }

    /// <summary>Registers from one slot to the next.</summary>
    public required int Stride { get; init; }

    /// <summary>The first slot's value.</summary>
    public required PointDecoding Decoding { get; init; }

    public required TimeSpan Every { get; init; }

    public required TimeSpan StaleAfter { get; init; }

    /// <summary>Status words of the first slot.</summary>
    public IReadOnlyList<StatusWord> StatusWords { get; init; } = [];

    public required IReadOnlyList<OfferedQuantity> Quantities { get; init; }

    /// <summary>The site must give each slot's resolution, which the device does not tell.</summary>
    public bool NeedsScale { get; init; }

    /// <summary>The slots' names: <c>ai1</c>, <c>ai2</c> …; the template's own when there is one slot only.</summary>
    public IEnumerable<string> SlotNames => Slots == 1 ? [Name] : Enumerable.Range(First, Slots).Select(number => $"{Name}{number}");

    public OfferedQuantity? Offer(string quantity) => Quantities.FirstOrDefault(offered => offered.Quantity == quantity);

    /// <summary>The point of one slot.</summary>
    /// <param name="place">Place of the slot, the first being 0.</param>
    internal ProfilePoint Point(int place, OfferedQuantity offered, SlotChoice choice)
    {
        var moved = Decoding.With(reference => Moved(reference, place));
        var own = offered.With(reference => Moved(reference, place));
        return new ProfilePoint
        {
            Name = choice.Point,
            Label = choice.Label ?? offered.Label,
            Quantity = offered.Quantity,
            Unit = offered.Unit,
            Every = Every,
            StaleAfter = StaleAfter,
            Decoding = moved with
            {
                ScaleFrom = own.UnitFrom ?? moved.ScaleFrom,
                Scale = choice.Scale ?? offered.Scale ?? moved.Scale,
                Range = offered.Range ?? moved.Range,
            },
            UnitSetting = own.UnitSetting,
        };
    }

    internal IEnumerable<StatusWord> Status(int place, OfferedQuantity offered, string point) =>
        StatusWords.Concat(offered.StatusWords).Select(word => word with { Reference = Moved(word.Reference, place), Points = [point] });

    /// <summary>The same in a device whose byte order is another.</summary>
    internal ChannelTemplate In(ByteOrder order) => this with
    {
        Decoding = Decoding.With(reference => reference.In(order)),
        StatusWords = [.. StatusWords.Select(word => word.In(order))],
        Quantities = [.. Quantities.Select(offered => offered.With(reference => reference.In(order)))],
    };

    private RegisterReference Moved(RegisterReference reference, int place)
    {
        int moved = reference.Range.Address + (reference.Steps?.To(place) ?? place * Stride);
        return reference with { Range = reference.Range with { Address = (ushort)moved }, Steps = null };
    }
}
