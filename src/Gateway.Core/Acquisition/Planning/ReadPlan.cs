using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition.Planning;

/// <summary>How a device's values are read.</summary>
/// <param name="Blocks">The requests, in the order to ask.</param>
/// <param name="Unreadable">Values that are not asked for: the device refused them, or they do not fit its largest read.</param>
internal sealed record ReadPlan(IReadOnlyList<ReadBlock> Blocks, IReadOnlyList<RegisterRange> Unreadable);
