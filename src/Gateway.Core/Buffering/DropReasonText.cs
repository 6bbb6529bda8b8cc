namespace Gateway.Core.Buffering;

/// <summary>The words for drop reasons in messages.</summary>
public static class DropReasonText
{
    public static string Of(DropReason reason) => reason switch
    {
        DropReason.Age => "age",
        DropReason.Size => "size",
        DropReason.Damage => "damage",
        DropReason.Memory => "memory",
        DropReason.Quarantine => "quarantine",
        DropReason.Thinned => "thinned",
        _ => "other",
    };
}
