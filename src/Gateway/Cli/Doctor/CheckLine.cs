namespace Gateway.Cli.Doctor;

/// <summary>One check as JSON.</summary>
/// <param name="Verdict">ok, warning, problem, skipped.</param>
internal sealed record CheckLine(string Check, string Subject, string Verdict, string Message, string? Next);
