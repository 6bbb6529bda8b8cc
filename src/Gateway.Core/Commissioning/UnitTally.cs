namespace Gateway.Core.Commissioning;

/// <summary>What was heard of one unit.</summary>
internal sealed class UnitTally(byte unit)
{
    private TimeSpan _sum;

    public byte Unit => unit;

    public long Requests { get; set; }

    public long Answers { get; private set; }

    /// <summary>Of the answers, those that were refusals.</summary>
    public long Exceptions { get; private set; }

    public long Unanswered { get; set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>From the end of a request to the end of its answer.</summary>
    public TimeSpan Mean => Answers == 0 ? TimeSpan.Zero : _sum / Answers;

    public void Answered(TimeSpan took, bool isException)
    {
        Answers++;
        if (isException) Exceptions++;
        _sum += took;
        if (took > Slowest) Slowest = took;
    }
}
