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

    /// <summary>The byte orders among which the source leaves the choice: the site must name one. Empty when the order is known.</summary>
    public IReadOnlyList<ByteOrder> ByteOrders { get; init; } = [];

    /// <summary>The form of the device that this describes; null when the file describes one only.</summary>
    public string? Variant { get; init; }

    /// <summary>The forms of a device that one file describes: the site chooses one, and reads nothing without. Empty when there is one only.</summary>
    public IReadOnlyList<ProfileModel> Variants { get; init; } = [];

    /// <summary>What can be read: the variants, or the profile itself when it has none.</summary>
    public IReadOnlyList<ProfileModel> Forms => Variants.Count > 0 ? Variants : [this];

    /// <summary>What the device needs before it measures.</summary>
    public IReadOnlyList<StartStep> Start { get; init; } = [];

    /// <summary>What tells that there is a new measurement; null when every answer is one.</summary>
    public ReadyCheck? Ready { get; init; }

    /// <summary>For which firmware it holds; null when the device does not tell its own.</summary>
    public FirmwareCheck? FirmwareCheck { get; init; }

    /// <summary>Registers and coils that no command may write: calibration, addresses, resets.</summary>
    public IReadOnlyList<RegisterRange> NeverWrite { get; init; } = [];

    public IReadOnlyList<IdentityCheck> Identity { get; init; } = [];

    public IReadOnlyList<ProfilePoint> Points { get; init; } = [];

    public IReadOnlyList<ChannelTemplate> Channels { get; init; } = [];

    public IReadOnlyList<StatusWord> StatusWords { get; init; } = [];

    public IReadOnlyList<ProfileTest> Tests { get; init; } = [];

    /// <summary>The same for a device whose byte order is another; what has an order of its own keeps it.</summary>
    public ProfileModel In(ByteOrder order) => this with
    {
        ByteOrders = [],
        Identity = [.. Identity.Select(check => check with { Reference = check.Reference.In(order) })],
        FirmwareCheck = FirmwareCheck is { } firmware ? firmware with { Reference = firmware.Reference?.In(order) } : null,
        Ready = Ready is { } ready ? ready with { Reference = ready.Reference.In(order) } : null,
        Points =
        [
            .. Points.Select(point => point with
            {
                Decoding = point.Decoding.With(reference => reference.In(order)),
                UnitSetting = point.UnitSetting?.With(reference => reference.In(order)),
            }),
        ],
        Channels = [.. Channels.Select(channel => channel.In(order))],
        StatusWords = [.. StatusWords.Select(word => word.In(order))],
    };

    /// <summary>
    /// The points and status words of a device whose slots measure what is chosen. Choices that do not exist are left out; the compilers report them.
    /// </summary>
    /// <param name="units">What is said of units that are settings of the device.</param>
    public ProfileDevice Configure(IReadOnlyList<SlotChoice> choices, IReadOnlyList<UnitStatement>? units = null)
    {
        var open = Configured(choices);
        var stated = (units ?? []).ToDictionary(statement => statement.Point);
        var confirmed = open.Points.Where(point => stated.ContainsKey(point.Name)).SelectMany(point => UnitConfirmation.Words(point, stated[point.Name]));
        return new ProfileDevice(
            [.. open.Points.Select(point => UnitConfirmation.Of(point, stated.GetValueOrDefault(point.Name)))], [.. open.StatusWords, .. confirmed]);
    }

    private ProfileDevice Configured(IReadOnlyList<SlotChoice> choices)
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
                words.AddRange(channel.Status(place, offered, choice.Point));
            }
        }
        return new ProfileDevice(points, words);
    }
}
