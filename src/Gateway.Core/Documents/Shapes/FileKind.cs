namespace Gateway.Core.Documents.Shapes;

/// <summary>The kinds of file that people write for the gateway.</summary>
public enum FileKind
{
    /// <summary>One box: its buses, devices, alarms and feeds.</summary>
    Site,

    /// <summary>A device model: its registers and what they mean.</summary>
    Profile,

    /// <summary>A standard's limits by quantity and site class.</summary>
    LimitPack,
}
