using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>Completion in real shells.</summary>
public sealed class CompletionVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("envgw stat", "status")]
    [InlineData("envgw alarm ", "ack --config? --help -h --json --lang list --no-color --no-input --output -o -q --quiet shelve --timeout unshelve -v --verbose")]
    [InlineData("envgw alarm l", "list")]
    [InlineData("envgw alarm list --con", "--config")]
    [InlineData("envgw --lang ", "en zh zh-CN zh_CN")]
    [InlineData("envgw status --lang zh-", "zh-CN")]
    [InlineData("envgw completion z", "zsh")]
    [InlineData("envgw device test --config ", "")]
    public async Task Bash_completes_what_the_command_tree_has(string typed, string offered)
    {
        string script = _folder.Write("envgw.bash", (await CommandRun.Of("completion", "bash")).Out);
        // What bash does at a press of the tab key: the words, and the number of the one that the cursor is in.
        string press = $$"""
            set -e; source '{{script}}'
            read -ra COMP_WORDS <<< '{{typed}}'
            [[ '{{typed}}' == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _envgw; printf '%s\n' "${COMPREPLY[@]}" | sort -u; complete -p envgw >&2
            """;
        await using var bash = RunningProcess.Start("bash", ["-c", press], environment: new Dictionary<string, string?> { ["LC_ALL"] = "C" });
        Assert.Equal(0, await bash.WaitForExitAsync());
        string[] wanted = [.. offered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.EndsWith('?'))];
        Assert.Equal(wanted.Order(StringComparer.Ordinal), bash.Output.Entries.Where(line => line.Length > 0).Order(StringComparer.Ordinal));
        Assert.Contains("complete -o default -F _envgw envgw", bash.Errors.Entries);
    }

    [Fact]
    public async Task Every_verb_and_every_option_of_the_tree_is_in_both_scripts()
    {
        string bash = (await CommandRun.Of("completion", "bash")).Out, zsh = (await CommandRun.InChinese("completion", "zsh")).Out;
        foreach (var place in Gateway.Cli.CompletionPlace.Of(Gateway.Cli.CommandTree.Build(), "en"))
            foreach (string script in new[] { bash, zsh })
            {
                Assert.Contains($"'{place.Path}'", script, StringComparison.Ordinal);
                Assert.All(place.Words, word => Assert.Contains(word.Word, script, StringComparison.Ordinal));
            }
        Assert.Contains("'status:运行中网关的状态", zsh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zsh_completes_what_the_command_tree_has()
    {
        string script = _folder.Write("_envgw", (await CommandRun.Of("completion", "zsh")).Out);
        // The completion system itself needs a terminal; here its two outlets say what they were given.
        string press = $$"""
            compdef() { : }
            _describe() { local -a given; given=("${(@P)2}"); print -l -- "${given[@]%%:*}" }
            _files() { print files }
            compadd() { shift; print -l -- "$@" }
            source '{{script}}'
            for typed in 'envgw alarm ' 'envgw status --lang ' 'envgw check --config '; do
                words=(${=typed} ''); CURRENT=${#words}; _envgw
            done
            """;
        await using var zsh = RunningProcess.Start("zsh", ["-f", "-c", press], "zsh");
        Assert.Equal(0, await zsh.WaitForExitAsync());
        Assert.Empty(zsh.Errors.Entries);
        Assert.Equal(["list", "ack"], zsh.Output.Entries.Take(2));
        Assert.Contains("zh-CN", zsh.Output.Entries);
        Assert.Equal("files", zsh.Output.Entries[^1]);
    }
}
