using Gateway.Core.Site;
using Gateway.Fieldbus.Serial;

namespace Gateway.Core.Profiles;

/// <summary>A device profile, checked and immutable.</summary>
public sealed record ProfileModel
{
    /// <summary><c>water/acme-ph200</c></summary>
    public required string Name { get; init; }

    /// <summary>Semantic version of the file.</summary>
    public required string Version { get; init; }

    public required string Manufacturer { get; init; }

    public required string ModelName { get; init; }

    public string? Firmware { get; init; }

    /// <summary>A from the manufacturer's manual, B two independent sources, C one other source.</summary>
    public required char Grade { get; init; }

    /// <summary>Document, revision, page.</summary>
    public required string Source { get; init; }

    public required LocalizedText Label { get; init; }

    public string? Notes { get; init; }

    /// <summary>Line settings as shipped; null when the manual does not fix them.</summary>
    public SerialSettings? Serial { get; init; }

    /// <summary>Unit identifier as shipped.</summary>
    public byte? Unit { get; init; }

    /// <summary>How the scale speaks; null for a Modbus device.</summary>
    public ScaleModel? Scale { get; init; }

    public IReadOnlyList<BusFraming> Framings { get; init; } = ProfileDefaults.Framings;

    /// <summary>Whether it describes a scale with a weighing protocol of its own, also when it does not do so well enough.</summary>
    public bool IsScale => Framings is [BusFraming.Scale];

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? RequestGap { get; init; }

    public int MaximumRegisters { get; init; } = 125;

    public int MaximumBits { get; init; } = 2000;

    public int GapLimit { get; init; } = 8;

    public bool EvenStarts { get; init; }

    public IReadOnlyList<RegisterRange> ExactBlocks { get; init; } = [];

    public RegisterTable? ReadAllRegistersAs { get; init; }

    public IReadOnlyList<IdentityCheck> Identity { get; init; } = [];

    public IReadOnlyList<ProfilePoint> Points { get; init; } = [];

    public IReadOnlyList<ChannelTemplate> Channels { get; init; } = [];

    public IReadOnlyList<StatusWord> StatusWords { get; init; } = [];

    public IReadOnlyList<ProfileTest> Tests { get; init; } = [];

    /// <summary>
    /// The points and status words of a device whose slots measure what is chosen. Choices that do not exist are left out; the compilers report them.
    /// </summary>
    public ProfileDevice Configure(IReadOnlyList<SlotChoice> choices)
    {
        List<ProfilePoint> points = [.. Points];
        List<StatusWord> words = [.. StatusWords];
        foreach (var choice in choices)
        {
            foreach (var channel in Channels)
            {
                int place = channel.SlotNames.ToList().IndexOf(choice.Slot);
                if (place < 0 || channel.Offer(choice.Quantity) is not { } offered) continue;
                points.Add(channel.Point(place, offered, choice));
                words.AddRange(channel.Status(place, choice.Point));
            }
        }
        return new ProfileDevice(points, words);
    }
}
