namespace Gateway.Fieldbus.Serial;

/// <summary>A program that has a port open.</summary>
/// <param name="Name">The kernel's short name of it, at most 15 characters.</param>
public sealed record PortHolder(int ProcessId, string Name);
