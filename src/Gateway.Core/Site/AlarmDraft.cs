using Gateway.Core.Alarms;
using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>A limit alarm in the making: where it comes from decides who is asked when it cannot be.</summary>
/// <param name="Key">The key in files: <c>high_high</c>.</param>
/// <param name="IsOwn">Set by the site itself rather than by a limit pack.</param>
internal sealed record AlarmDraft(
    string Key, AlarmKind Kind, double Setpoint, AlarmConditions Conditions, string Source, bool IsOwn, SourceFile File, TextSpan Span);
