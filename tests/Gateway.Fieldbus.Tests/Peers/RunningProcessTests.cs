using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Peers;

public class RunningProcessTests
{
    [Fact]
    public async Task Lines_of_both_outputs_are_kept_and_awaited()
    {
        await using var shell = RunningProcess.Start("sh", ["-c", "echo out; echo err >&2; read line; echo \"got $line\"; exit 3"]);
        await shell.WaitForLineAsync(line => line == "err");
        await shell.StandardInput.WriteLineAsync("hello");
        await shell.StandardInput.FlushAsync();
        await shell.WaitForLineAsync(line => line == "got hello");
        Assert.Equal(3, await shell.WaitForExitAsync());
        Assert.Equal(["out", "got hello"], shell.Output.Entries);
        Assert.Equal(["err"], shell.Errors.Entries);
    }

    [Fact]
    public async Task A_line_that_cannot_come_any_more_fails_at_once_and_shows_what_came()
    {
        await using var shell = RunningProcess.Start("sh", ["-c", "echo something else"]);
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => shell.WaitForLineAsync(line => line == "never", TimeSpan.FromHours(1)));
        Assert.Contains("something else", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_and_terminate_are_told_apart_by_the_exit_code()
    {
        await using var killed = RunningProcess.Start("sleep", ["1000"]);
        Assert.Equal(128 + 9, await killed.KillAsync());
        await using var terminated = RunningProcess.Start("sleep", ["1000"]);
        Assert.Equal(128 + 15, await terminated.TerminateAsync());
    }

    [Fact]
    public void A_missing_program_names_its_package()
    {
        var missing = Assert.Throws<PeerMissingException>(() => RunningProcess.Start("no-such-program", [], "no-such-package"));
        Assert.Contains("apt-get install --no-install-recommends no-such-package", missing.Message, StringComparison.Ordinal);
    }
}
