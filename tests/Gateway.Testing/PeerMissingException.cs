namespace Gateway.Testing;

/// <summary>A program that a test needs as its far end is not installed.</summary>
public sealed class PeerMissingException(string program, string debianPackage)
    : InvalidOperationException($"{program} is not installed on this machine; install it with: apt-get install --no-install-recommends {debianPackage}");
