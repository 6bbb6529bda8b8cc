using Gateway.Core.Readings;

namespace Gateway.Core.Acquisition;

/// <summary>The qualities of readings that are missing for no reason of the device's.</summary>
internal static class MissingQuality
{
    /// <summary>Somebody else has the bus, or is about to get it.</summary>
    public static readonly Quality Lent = Quality.Bad(QualityReason.Maintenance);

    /// <summary>There is no way to the bus.</summary>
    public static readonly Quality NoBus = Quality.Bad(QualityReason.CommFailure);

    /// <summary>A bug of ours.</summary>
    public static readonly Quality OurFault = Quality.Bad(QualityReason.Unexplained);
}
