using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>The words for the clock's state.</summary>
internal static class ClockStateText
{
    private static readonly string[] _words = ["sync", "holdover", "free", "unset"];

    public static string Of(ClockState state) => _words[(int)state];
}
