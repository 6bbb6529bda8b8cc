namespace Gateway.Core.Forwarding.Commands;

/// <summary>Whether the platform confirms what its broker acknowledges, in one lane. Decides, and does no I/O.</summary>
internal sealed class ConfirmationWatch
{
    /// <summary>How long what the broker has acknowledged may wait for the platform's receipt.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private TimeSpan? _waitingSince;
    private long _receipt = -1;

    /// <summary>Something acknowledged has waited too long for its receipt.</summary>
    public bool IsLate { get; private set; }

    /// <param name="acknowledged">Last sequence that the broker has acknowledged.</param>
    /// <param name="receipt">Last sequence that the platform has confirmed.</param>
    /// <param name="now">A monotonic clock.</param>
    /// <returns>Whether <see cref="IsLate"/> changed.</returns>
    public bool Look(long acknowledged, long receipt, TimeSpan now)
    {
        if (receipt != _receipt || acknowledged <= receipt) _waitingSince = null;
        _receipt = receipt;
        if (acknowledged > receipt) _waitingSince ??= now;
        bool wasLate = IsLate;
        IsLate = _waitingSince is { } since && now - since >= Patience;
        return IsLate != wasLate;
    }
}
