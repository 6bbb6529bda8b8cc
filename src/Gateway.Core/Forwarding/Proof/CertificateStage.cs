namespace Gateway.Core.Forwarding.Proof;

/// <summary>How near the end of a certificate is. Each stage is said once.</summary>
internal enum CertificateStage
{
    /// <summary>More than 30 days.</summary>
    Far,

    /// <summary>30 days or less.</summary>
    Month,

    /// <summary>7 days or less.</summary>
    Week,

    /// <summary>A day or less.</summary>
    Day,

    Ended,
}
