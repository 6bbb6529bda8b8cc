namespace Gateway.Testing;

/// <summary>A certificate and its private key, each a PEM file.</summary>
public sealed record TestCertificate(string CertificateFile, string KeyFile);
