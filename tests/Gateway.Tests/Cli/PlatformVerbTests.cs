using Gateway.Cli;
using Gateway.Cli.Platform;

namespace Gateway.Tests.Cli;

public class PlatformVerbTests
{
    [Theory]
    [InlineData(false, 0, 60, 120)]
    [InlineData(false, 600, 600, 120)]
    [InlineData(true, 0, 5, -1)]
    [InlineData(true, 60, 5, 55)]
    [InlineData(true, 3, 1.5, 1.5)]
    public void Until_proven_takes_no_longer_than_it_may(bool untilProven, double mayTake, double listen, double prove)
    {
        var plan = PlatformVerifyVerb.PlanOf(untilProven, mayTake == 0 ? null : TimeSpan.FromSeconds(mayTake));
        Assert.Equal((TimeSpan.FromSeconds(listen), prove < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(prove)), (plan.Listen, plan.Prove));
    }

    [Theory]
    [InlineData("--broker needs a value: URL", "--broker")]
    [InlineData("'carrots' cannot be --broker", "--broker", "carrots")]
    [InlineData("'http://localhost' cannot be --broker", "--broker", "http://localhost")]
    [InlineData("--ca, --cert and --key need mqtts://", "--broker", "mqtt://localhost", "--ca", "ca.pem")]
    [InlineData("'soon' cannot be --for", "--broker", "mqtt://localhost", "--for", "soon")]
    [InlineData("'0s' cannot be --ask-after", "--broker", "mqtt://localhost", "--ask-after", "0s")]
    [InlineData("'a+b' cannot be --topic-root", "--broker", "mqtt://localhost", "--topic-root", "a+b")]
    [InlineData("'some' cannot be --backfill; it is one of holes, all, none", "--broker", "mqtt://localhost", "--backfill", "some")]
    [InlineData("--receipts needs --store and --backfill all", "--broker", "mqtt://localhost", "--receipts")]
    public async Task A_mistake_is_said_and_nothing_is_connected(string error, params string[] arguments)
    {
        var run = await CommandRun.Of(["platform", "verify", .. arguments]);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith($"error: {error}", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
