using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>The fewest reads that give all registers of some candidates, without one register that nobody has asked for.</summary>
internal static class CandidateBlocks
{
    /// <param name="most">Registers in one read.</param>
    public static IReadOnlyList<RegisterRange> Of(IEnumerable<Candidate> candidates, int most)
    {
        List<RegisterRange> blocks = [];
        foreach (var range in candidates.Select(candidate => candidate.Range).Distinct().OrderBy(range => range.Table).ThenBy(range => range.Address)
            .ThenBy(range => range.Quantity))
        {
            if (blocks.Count > 0 && blocks[^1] is var last && last.Table == range.Table && range.Address <= last.End
                && Math.Max(last.End, range.End) - last.Address <= most)
                blocks[^1] = last with { Quantity = (ushort)(Math.Max(last.End, range.End) - last.Address) };
            else blocks.Add(range);
        }
        return blocks;
    }
}
