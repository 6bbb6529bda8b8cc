namespace Gateway.Cli;

/// <summary>Asks a person before something is changed.</summary>
internal static class Confirmation
{
    /// <returns>Null when nobody can be asked.</returns>
    public static async Task<bool?> AskAsync(CommandContext context, string question, CancellationToken cancel)
    {
        if (Console.IsInputRedirected) return null;
        await context.Error.WriteAsync($"{question} [y/N] ");
        await context.Error.FlushAsync(cancel);
        string? answer = await Console.In.ReadLineAsync(cancel);
        return answer?.Trim() is "y" or "Y" or "yes" or "是";
    }
}
