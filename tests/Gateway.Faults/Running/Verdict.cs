namespace Gateway.Faults.Running;

/// <summary>What a case that has ended is worth.</summary>
internal static class Verdict
{
    private const string Fine = "ok";

    public static bool IsFine(string verdict) => verdict.StartsWith(Fine, StringComparison.Ordinal);

    /// <summary>A fault that did not happen proves nothing, and neither does a case that must lose and does not.</summary>
    public static string Of(bool hasStruck, LossRule rule, long lost, int failures) => (hasStruck, rule, lost, failures) switch
    {
        (_, _, _, > 0) => "FAILED",
        (false, _, _, _) => "DID NOT STRIKE",
        (true, LossRule.Must, 0, _) => "DOES NOT BITE",
        (true, LossRule.Must, _, _) => $"{Fine}: bites",
        (true, LossRule.MayIfNoticed, > 0, _) => $"{Fine}: noticed",
        (true, LossRule.Nothing, > 0, _) => "LOST",
        _ => Fine,
    };
}
