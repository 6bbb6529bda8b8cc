namespace Gateway.Testing;

/// <summary>A unit that a pymodbus server answers for; it is silent for all others.</summary>
/// <param name="Identifier">1 to 247.</param>
/// <param name="Strict">Only what a test has set exists, all else is answered with exception 02; otherwise everything exists and is 0 at first.</param>
public sealed record PymodbusUnit(byte Identifier, bool Strict = false);
