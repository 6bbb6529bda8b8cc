using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>A unit on a bus, described by a profile.</summary>
public sealed record DeviceModel
{
    public required int Number { get; init; }

    /// <summary>The key in the site file.</summary>
    public required string Name { get; init; }

    public required LocalizedText Label { get; init; }

    /// <summary>Number of its bus.</summary>
    public required int Bus { get; init; }

    /// <summary>Modbus unit identifier, or the address of a scale that shares its bus; 0 for a scale that is alone on its bus.</summary>
    public required byte Unit { get; init; }

    /// <summary>How the scale speaks; null for a Modbus device. Of what follows, a scale uses the time-out and the request gap.</summary>
    public ScaleModel? Scale { get; init; }

    /// <summary>Site class, the row of a limit pack (<c>plant-outlet</c>); null when not given.</summary>
    public string? Class { get; init; }

    /// <summary>For example <c>water/endress-hauser-liquiline-cm44x</c>.</summary>
    public required string ProfileName { get; init; }

    /// <summary>Semantic version of the profile.</summary>
    public required string ProfileVersion { get; init; }

    public string Manufacturer { get; init; } = "";

    public string ModelName { get; init; } = "";

    /// <summary>Numbers of its points, in the profile's order.</summary>
    public required IReadOnlyList<int> Points { get; init; }

    public IReadOnlyList<StatusWord> StatusWords { get; init; } = [];

    public IReadOnlyList<IdentityCheck> Identity { get; init; } = [];

    /// <summary>The profile's variant that the site has chosen; null when the profile has none.</summary>
    public string? Variant { get; init; }

    /// <summary>Requests made after each connect and each silence, in this order; writes only where the site allows them.</summary>
    public IReadOnlyList<StartStep> Start { get; init; } = [];

    /// <summary>Asked before each poll whether there is a new measurement; null when every answer is one.</summary>
    public ReadyCheck? Ready { get; init; }

    /// <summary>Compared at each connect; null when the device does not tell its firmware.</summary>
    public FirmwareCheck? Firmware { get; init; }

    /// <summary>What no command may write.</summary>
    public IReadOnlyList<RegisterRange> NeverWrite { get; init; } = [];

    public required TimeSpan Timeout { get; init; }

    public required TimeSpan RequestGap { get; init; }

    /// <summary>Most registers in one read: 1 to 125.</summary>
    public int MaximumRegisters { get; init; } = 125;

    /// <summary>Most coils or discrete inputs in one read: 1 to 2000.</summary>
    public int MaximumBits { get; init; } = 2000;

    /// <summary>Unused registers that may be read along to save a request; 0 never bridges.</summary>
    public int GapLimit { get; init; } = 8;

    /// <summary>Blocks that must be read exactly so, in one request each; ranges inside one are not read otherwise.</summary>
    public IReadOnlyList<RegisterRange> ExactBlocks { get; init; } = [];

    /// <summary>Reads must start at an even address.</summary>
    public bool EvenStarts { get; init; }

    /// <summary>
    /// Another function code reads the same registers here: the device answers input registers by function 03, or holding registers by 04.
    /// Null when each table has its own function.
    /// </summary>
    public RegisterTable? ReadAllRegistersAs { get; init; }
}
