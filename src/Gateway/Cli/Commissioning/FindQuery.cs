using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary>What a search looks for, and where.</summary>
/// <param name="Quantity">By our name; null when it was not said.</param>
/// <param name="Ranges">Where it begins.</param>
/// <param name="IsConfined">Whether it ends there, because a person has said so.</param>
/// <param name="IsThorough">Whether it goes on although something fits.</param>
internal sealed record FindQuery(ShownValue Shown, string? Quantity, IReadOnlyList<RegisterRange> Ranges, bool IsConfined, bool IsThorough);
