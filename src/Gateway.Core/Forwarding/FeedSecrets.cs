using Gateway.Core.Site;

namespace Gateway.Core.Forwarding;

/// <summary>Where feeds get their secrets. Asked when needed, so that a renewed secret is used at the next connect and none is kept.</summary>
/// <param name="Value">A secret's bytes: a password.</param>
/// <param name="File">Path of the file that holds a secret: a private key in PEM.</param>
public sealed record FeedSecrets(Func<SecretReference, ReadOnlyMemory<byte>> Value, Func<SecretReference, string> File);
