namespace Gateway.Cli.Commissioning;

/// <summary>Makes sure that a person wants a write.</summary>
internal sealed class WriteConfirmation(CommandContext context, bool isGiven, bool asksNothing)
{
    /// <summary>Asks on the error stream and reads one line of the input.</summary>
    /// <returns>False after it was said that nothing was written.</returns>
    /// <exception cref="OperationCanceledException">Ctrl-C instead of an answer; it was said that nothing was written.</exception>
    public async Task<bool> IsGivenAsync(CancellationToken stop)
    {
        if (isGiven) return true;
        if (!asksNothing)
        {
            string? typed = await new Prompt(context).AskAsync(("Write? Type yes: ", "写入？请输入 yes："), stop);
            if (typed is not null && typed.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase)) return true;
            await context.Error.WriteLineAsync();
        }
        context.Tell(("Nothing was written. Without a person to ask: --yes", "未写入。无人值守时请加 --yes"));
        return false;
    }
}
