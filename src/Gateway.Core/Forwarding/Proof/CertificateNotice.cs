namespace Gateway.Core.Forwarding.Proof;

/// <summary>Something to say about a certificate.</summary>
/// <param name="Days">Whole days that are left; 0 on the last day and when it has ended.</param>
internal readonly record struct CertificateNotice(CertificateLife Life, CertificateStage Stage, long Days);
