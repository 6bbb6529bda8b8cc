using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>The alarms that are not normal, in two numbers and a digest: a platform that has missed a transition finds that its own list gives
/// another.</summary>
/// <param name="Standing">Alarms whose state is not NORMAL.</param>
/// <param name="Unacknowledged">Those of them that nobody has acknowledged.</param>
/// <param name="Digest">SHA-256 in hex over a line for each: id, space, occurrence, space, state, line feed; in ordinal order of the ids.</param>
internal sealed record StandingAlarms(int Standing, int Unacknowledged, string Digest)
{
    public static StandingAlarms Of(IReadOnlyList<AlarmRecord> alarms)
    {
        var standing = alarms.Where(alarm => alarm.State != AlarmState.Normal).OrderBy(alarm => alarm.AlarmId, StringComparer.Ordinal).ToList();
        var lines = new StringBuilder();
        foreach (var alarm in standing)
            lines.Append(alarm.AlarmId).Append(' ').Append(alarm.Occurrence).Append(' ').Append(AlarmStateText.Of(alarm.State)).Append('\n');
        string digest = ContentDigest.Of(Encoding.UTF8.GetBytes(lines.ToString()));
        return new StandingAlarms(standing.Count, standing.Count(alarm => alarm.State != AlarmState.Acknowledged), digest);
    }
}
