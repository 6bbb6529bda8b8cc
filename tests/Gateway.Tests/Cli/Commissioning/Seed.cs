namespace Gateway.Tests.Cli.Commissioning;

/// <summary>What a test that draws a device begins with; said in its notes, so that a failed run can be had again.</summary>
/// <remarks>The suite draws the same devices every time: it judges a change, and a change that passed must pass again. Others are drawn by those who look for
/// them, as often as they like.</remarks>
internal static class Seed
{
    /// <summary>Set to the number that a failed run has printed to have the same again, and to <c>new</c> to draw what nobody has drawn.</summary>
    public const string Variable = "ENVGW_TEST_SEED";

    /// <param name="usual">What the suite begins with.</param>
    public static int Of(int usual) => Environment.GetEnvironmentVariable(Variable) switch
    {
        "new" => New(),
        { } given when int.TryParse(given, out int number) => number,
        _ => usual,
    };

    public static int New() => Random.Shared.Next();
}
