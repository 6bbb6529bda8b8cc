namespace Gateway.Core.Alarms;

/// <summary>The words for alarm kinds in ids, files and feeds.</summary>
public static class AlarmKindText
{
    private static readonly string[] _words =
        ["high-high", "high", "low", "low-low", "comm-failure", "stale", "bad-quality", "profile-mismatch", "firmware-mismatch", "store-loss"];

    public static string Of(AlarmKind kind) => _words[(int)kind];

    /// <summary>Whether the kind compares a value with a setpoint.</summary>
    public static bool IsLimit(AlarmKind kind) => kind <= AlarmKind.LowLow;
}
