namespace Gateway.Core.Alarms;

/// <summary>The words for alarm states on every surface.</summary>
public static class AlarmStateText
{
    private static readonly string[] _words = ["NORMAL", "UNACK", "ACKED", "RTN_UNACK", "SHELVED"];

    public static string Of(AlarmState state) => _words[(int)state];

    public static bool TryParse(string text, out AlarmState state)
    {
        int at = Array.IndexOf(_words, text);
        state = (AlarmState)Math.Max(at, 0);
        return at >= 0;
    }
}
