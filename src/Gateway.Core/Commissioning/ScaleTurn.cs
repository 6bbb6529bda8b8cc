namespace Gateway.Core.Commissioning;

/// <summary>What was sent to a scale and what it said then.</summary>
/// <param name="Sent">Empty for a scale that talks by itself.</param>
internal sealed record ScaleTurn(ReadOnlyMemory<byte> Sent, ReadOnlyMemory<byte> Heard);
