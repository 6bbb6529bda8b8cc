using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Planning;

/// <summary>Lays values together into as few read requests as the device's limits and what was found out about it allow.</summary>
internal static class BlockPlanner
{
    private const int BitsPerRegister = 16;

    /// <param name="needs">Values in the order of <see cref="PollGroup.InOrder"/>; a value is never split over two requests.</param>
    /// <param name="found">What the device refused so far.</param>
    public static ReadPlan Plan(DeviceModel device, IReadOnlyList<RegisterRange> needs, BadAddressFinder found)
    {
        RegisterRange[] exact = [.. device.ExactBlocks.Select(b => WireTable.Of(device, b))];
        var blocks = exact
            .Where(e => needs.Any(e.Contains) && !found.Refuses(e))
            .Select(e => new ReadBlock(e, [.. needs.Where(e.Contains)], IsExact: true))
            .ToList();
        var unreadable = needs.Where(v => exact.Any(e => e.Contains(v)) && exact.All(e => !e.Contains(v) || found.Refuses(e))).ToList();
        var open = new List<RegisterRange>();
        RegisterRange span = default;
        foreach (var value in needs.Where(v => !exact.Any(e => e.Contains(v))))
        {
            var alone = Aligned(device, value);
            if (alone.Quantity > found.Maximum(value.IsBits) || found.Refuses(alone)) unreadable.Add(value);
            else if (found.IsAlone(value)) blocks.Add(new ReadBlock(alone, [value]));
            else
            {
                var joined = open.Count > 0 ? Joined(device, span, value, found) : null;
                if (joined is null) Close(blocks, span, open);
                span = joined ?? alone;
                open.Add(value);
            }
        }
        Close(blocks, span, open);
        return new ReadPlan([.. blocks.OrderBy(b => b.Range.Table).ThenBy(b => b.Range.Address)], unreadable);
    }

    private static void Close(List<ReadBlock> blocks, RegisterRange span, List<RegisterRange> open)
    {
        if (open.Count > 0) blocks.Add(new ReadBlock(span, [.. open]));
        open.Clear();
    }

    /// <summary>The read that a value needs when nothing else is read with it.</summary>
    private static RegisterRange Aligned(DeviceModel device, RegisterRange value)
    {
        bool isMoved = device.EvenStarts && !value.IsBits && value.Address % 2 == 1;
        return isMoved ? value with { Address = (ushort)(value.Address - 1), Quantity = (ushort)(value.Quantity + 1) } : value;
    }

    /// <summary>The block with one more value; null when that would be too long, bridge too much, cross a cut or touch what is refused.</summary>
    private static RegisterRange? Joined(DeviceModel device, RegisterRange block, RegisterRange value, BadAddressFinder found)
    {
        int gap = value.Address - block.End;
        int most = value.IsBits ? device.GapLimit * BitsPerRegister : device.GapLimit;
        if (block.Table != value.Table || gap > most) return null;
        var joined = block with { Quantity = (ushort)(Math.Max(block.End, value.End) - block.Address) };
        return joined.Quantity <= found.Maximum(value.IsBits) && !found.Refuses(joined) && !found.IsCut(joined) ? joined : null;
    }
}
