using Gateway.Core.Documents;

namespace Gateway.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Of the check, for scripts: <c>port</c>, <c>disk</c>, <c>broker-login</c>.</param>
/// <param name="Subject">Which port, bus, feed; empty for the machine as a whole.</param>
/// <param name="Next">The command to type; null when there is none, or nothing to do.</param>
internal sealed record CheckResult(string Name, string Subject, CheckVerdict Verdict, Wording Text, string? Next = null)
{
    public static CheckResult Ok(string name, string subject, Wording text) => new(name, subject, CheckVerdict.Ok, text);

    public static CheckResult Warning(string name, string subject, Wording text, string? next = null) => new(name, subject, CheckVerdict.Warning, text, next);

    public static CheckResult Problem(string name, string subject, Wording text, string? next = null) => new(name, subject, CheckVerdict.Problem, text, next);

    public static CheckResult Skipped(string name, string subject, Wording why) => new(name, subject, CheckVerdict.Skipped, why);
}
