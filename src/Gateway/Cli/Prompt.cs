using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>Asks a person on the error stream and reads one line of the input.</summary>
internal sealed class Prompt(CommandContext context)
{
    /// <returns>What was typed; null when the input has ended.</returns>
    /// <exception cref="OperationCanceledException">Ctrl-C instead of an answer; it was said that nothing was written.</exception>
    public async Task<string?> AskAsync(Wording question, CancellationToken stop)
    {
        await context.Error.WriteAsync(question.In(context.Language));
        // Read by a thread of its own, because a terminal's read cannot be cancelled, and Ctrl-C is an answer too.
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
