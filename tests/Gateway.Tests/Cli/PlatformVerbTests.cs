using Gateway.Cli;

namespace Gateway.Tests.Cli;

public class PlatformVerbTests
{
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
