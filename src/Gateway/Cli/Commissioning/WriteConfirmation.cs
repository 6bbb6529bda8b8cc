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
            await context.Error.WriteAsync(context.Say("Write? Type yes: ", "写入？请输入 yes："));
            string? typed = await TypedAsync(stop);
            if (typed is not null && typed.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase)) return true;
            await context.Error.WriteLineAsync();
        }
        context.Tell(("Nothing was written. Without a person to ask: --yes", "未写入。无人值守时请加 --yes"));
        return false;
    }

    /// <summary>A line of the input. Read by a thread of its own, because a terminal's read cannot be cancelled, and Ctrl-C is an answer too.</summary>
    private async Task<string?> TypedAsync(CancellationToken stop)
    {
        var typed = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Read(typed)) { IsBackground = true, Name = "prompt" }.Start();
        try
        {
            return await typed.Task.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await context.Error.WriteLineAsync();
            context.Tell(("Interrupted; nothing was written.", "已中断，未写入。"));
            throw;
        }
    }

    private static void Read(TaskCompletionSource<string?> typed)
    {
        try
        {
            typed.TrySetResult(Console.In.ReadLine());
        }
        catch (IOException)
        {
            // A terminal that is gone has nobody before it.
            typed.TrySetResult(null);
        }
    }
}
