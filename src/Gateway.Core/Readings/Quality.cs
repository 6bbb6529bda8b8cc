namespace Gateway.Core.Readings;

/// <summary>A reading's trust and, unless Good, the reason. Written <c>G</c>, <c>U:calibrating</c>, <c>B:timeout</c> in feeds and exports.</summary>
public readonly record struct Quality(QualityStatus Status, QualityReason Reason)
{
    public static Quality Good => default;

    public static Quality Uncertain(QualityReason reason) => new(QualityStatus.Uncertain, reason);

    public static Quality Bad(QualityReason reason) => new(QualityStatus.Bad, reason);

    public bool IsGood => Status == QualityStatus.Good;

    public bool IsBad => Status == QualityStatus.Bad;

    /// <summary>The less trustworthy of two; the first when they are alike.</summary>
    public Quality Or(Quality other) => other.Status > Status ? other : this;

    public override string ToString() => QualityText.Of(this);
}
