using Gateway.Core.Site;

namespace Gateway.Core.Alarms;

/// <summary>Alarms of the gateway itself. No site configures them; they are numbered behind the site's own.</summary>
public static class GatewayAlarms
{
    /// <summary>Stands where others have the name of a device.</summary>
    public const string Owner = "gateway";

    /// <summary>No device: it has no number among them.</summary>
    private const int NoDevice = -1;

    private const int LossPriority = 2;

    /// <summary>All alarms, by their numbers.</summary>
    public static IEnumerable<AlarmModel> And(SiteModel site) => site.Alarms.Append(StoreLossOf(site));

    /// <summary>An alarm of the site, or of the gateway.</summary>
    public static AlarmModel Numbered(SiteModel site, int number) => number < site.Alarms.Count ? site.Alarms[number] : StoreLossOf(site);

    public static bool IsOwn(AlarmKind kind) => kind == AlarmKind.StoreLoss;

    public static AlarmModel StoreLossOf(SiteModel site) => new()
    {
        Number = site.Alarms.Count,
        Id = $"{Owner}/{AlarmKindText.Of(AlarmKind.StoreLoss)}",
        Kind = AlarmKind.StoreLoss,
        Device = NoDevice,
        Priority = LossPriority,
        Source = Owner,
    };
}
