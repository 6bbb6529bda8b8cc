namespace Gateway.Core.Auditing;

/// <summary>The words for kinds of audit rows in exports.</summary>
public static class AuditKindText
{
    public static string Of(AuditKind kind) => kind switch
    {
        AuditKind.Start => "start",
        AuditKind.Stop => "stop",
        AuditKind.Configuration => "configuration",
        AuditKind.StoreOpened => "store-opened",
        AuditKind.StoreLoss => "store-loss",
        AuditKind.Drop => "drop",
        AuditKind.ClockStep => "clock-step",
        AuditKind.Command => "command",
        AuditKind.CommandOutcome => "command-outcome",
        AuditKind.Acknowledgement => "acknowledgement",
        AuditKind.Shelving => "shelving",
        AuditKind.RegisterWrite => "register-write",
        AuditKind.Trimmed => "trimmed",
        AuditKind.Gap => "gap",
        AuditKind.Overflow => "overflow",
        AuditKind.StoreState => "store-state",
        AuditKind.RoomMade => "room-made",
        AuditKind.HistoryLoss => "history-loss",
        AuditKind.Requeue => "requeue",
        _ => "other",
    };
}
