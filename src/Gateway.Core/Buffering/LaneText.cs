namespace Gateway.Core.Buffering;

/// <summary>The words for lanes in topics, messages and commands.</summary>
public static class LaneText
{
    private static readonly string[] _words = ["live", "fill", "event", "diag"];

    public static IReadOnlyList<Lane> All { get; } = [Lane.Live, Lane.Fill, Lane.Event, Lane.Diag];

    public static string Of(Lane lane) => _words[(int)lane];

    public static bool TryParse(string text, out Lane lane)
    {
        int at = Array.IndexOf(_words, text);
        lane = (Lane)Math.Max(at, 0);
        return at >= 0;
    }
}
