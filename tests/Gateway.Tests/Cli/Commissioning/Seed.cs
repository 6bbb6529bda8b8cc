namespace Gateway.Tests.Cli.Commissioning;

/// <summary>What a random test begins with; said in its notes, so that a failed run can be had again.</summary>
internal static class Seed
{
    /// <summary>Set to the number that a failed run has printed to have the same again.</summary>
    public const string Variable = "ENVGW_TEST_SEED";

    public static int Next() => int.TryParse(Environment.GetEnvironmentVariable(Variable), out int given) ? given : Random.Shared.Next();
}
