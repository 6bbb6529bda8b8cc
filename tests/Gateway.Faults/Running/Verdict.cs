namespace Gateway.Faults.Running;

/// <summary>What a case that has ended is worth.</summary>
internal static class Verdict
{
    public const string Fine = "ok";
    public const string Bites = "ok: bites";

    public static bool IsFine(string verdict) => verdict is Fine or Bites;

    /// <summary>A fault that did not happen proves nothing, and neither does a case that must lose and does not.</summary>
    public static string Of(bool hasStruck, bool mustLose, long lost, int failures) => (hasStruck, mustLose, lost, failures) switch
    {
        (_, _, _, > 0) => "FAILED",
        (false, _, _, _) => "DID NOT STRIKE",
        (true, true, 0, _) => "DOES NOT BITE",
        (true, true, _, _) => Bites,
        (true, false, > 0, _) => "LOST",
        (true, false, _, _) => Fine,
    };
}
