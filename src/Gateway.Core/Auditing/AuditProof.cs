using Gateway.Core.Documents;

namespace Gateway.Core.Auditing;

/// <summary>Goes along the chain, row by row, and says where it does not hold.</summary>
/// <param name="trimmed">The last row that was deleted to make room; None when none was.</param>
internal sealed class AuditProof(AuditHead trimmed)
{
    private byte[] _before = Convert.FromHexString(trimmed.Hash);

    /// <summary>The last row looked at.</summary>
    public long Last { get; private set; } = trimmed.Number;

    /// <returns>What is wrong with the row or before it; null when all is well.</returns>
    public Wording? Take(AuditRecord row)
    {
        var wrong = Look(row);
        // The rest is proven from what the row says of itself: one change is told once.
        _before = row.Hash.ToArray();
        Last = row.Number;
        return wrong;
    }

    private Wording? Look(AuditRecord row)
    {
        long expected = Last + 1;
        byte[] before = _before;
        if (AuditChain.GapIn(row) is var (from, to, hash) && from == expected && to == row.Number - 1)
        {
            // The log tells itself that it was broken here, and why.
            (expected, before) = (row.Number, hash);
        }
        if (row.Number != expected)
            return ($"rows {expected} to {row.Number - 1} are missing", $"缺失第 {expected} 至 {row.Number - 1} 行");
        return AuditChain.IsSound(row, before) ? null : ($"row {row.Number} is not the one that was written", $"第 {row.Number} 行不是当初写入的内容");
    }
}
