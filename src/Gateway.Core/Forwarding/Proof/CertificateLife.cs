namespace Gateway.Core.Forwarding.Proof;

/// <summary>How long a certificate is good for.</summary>
/// <param name="Feed">The feed that shows it to its broker.</param>
/// <param name="Ends">The end of its validity.</param>
public readonly record struct CertificateLife(string Feed, DateTimeOffset Ends);
