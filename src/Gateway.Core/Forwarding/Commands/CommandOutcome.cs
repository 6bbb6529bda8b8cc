using System.Text.Json;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>What came of doing a command.</summary>
/// <param name="Result">Writes the members of the answer's result; null for none.</param>
internal sealed record CommandOutcome(CommandState State, string Reason = "", Action<Utf8JsonWriter>? Result = null);
