using Gateway.Core.Profiles;

namespace Gateway.Core.Commissioning;

/// <summary>One type in its byte orders.</summary>
internal sealed record RunRow(RegisterType Type, IReadOnlyList<RunCell> Cells);
