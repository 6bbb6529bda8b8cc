namespace Gateway.Core.Forwarding.Proof;

/// <summary>Decides when to say that a certificate ends: 30, 7 and 1 days before, when it has ended, and when it was renewed. Does no I/O.</summary>
internal sealed class CertificateWatch
{
    private readonly Dictionary<string, (CertificateLife Life, CertificateStage Stage)> _said = [];

    public static CertificateStage StageOf(CertificateLife life, DateTimeOffset now) => (life.Ends - now).TotalDays switch
    {
        <= 0 => CertificateStage.Ended,
        <= 1 => CertificateStage.Day,
        <= 7 => CertificateStage.Week,
        <= 30 => CertificateStage.Month,
        _ => CertificateStage.Far,
    };

    public static long DaysLeft(CertificateLife life, DateTimeOffset now) => Math.Max(0, (long)Math.Floor((life.Ends - now).TotalDays));

    /// <summary>Looks at all certificates.</summary>
    /// <returns>What has not been said yet; a notice of the stage <see cref="CertificateStage.Far"/> says that one was renewed.</returns>
    public IReadOnlyList<CertificateNotice> Look(IReadOnlyList<CertificateLife> lives, DateTimeOffset now)
    {
        var notices = new List<CertificateNotice>();
        foreach (var life in lives)
        {
            var stage = StageOf(life, now);
            var (before, said) = _said.GetValueOrDefault(life.Feed, (life, CertificateStage.Far));
            // A clock that is set back does not make the same certificate younger.
            if (before == life && stage <= said) continue;
            _said[life.Feed] = (life, stage);
            if (stage != CertificateStage.Far || said != CertificateStage.Far) notices.Add(new CertificateNotice(life, stage, DaysLeft(life, now)));
        }
        return notices;
    }
}
