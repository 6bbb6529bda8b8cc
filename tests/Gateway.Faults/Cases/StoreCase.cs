using Gateway.Faults.Running;
using Gateway.Faults.Storing;

namespace Gateway.Faults.Cases;

/// <summary>A case about the store alone: the writer, its ledger, and the store opened again.</summary>
internal abstract class StoreCase : FaultCase
{
    // Enough that the log is checkpointed now and then, few enough that most kills fall into commits.
    private const int FewestStored = 5, MostStored = 60;

    protected static string LedgerOf(CaseRun run) => run["ledger"];

    protected static WriterSettings SettingsFor(CaseRun run, string data) => new(data, LedgerOf(run));

    /// <summary>Lets the writer store for a moment that is different each time, down to fractions of a commit.</summary>
    protected static async Task StoreForAWhileAsync(WriterProcess writer)
    {
        await writer.StoresAsync(Random.Shared.Next(FewestStored, MostStored));
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 25));
    }

    /// <summary>Opens the store and holds it against all that was ever called stored.</summary>
    /// <param name="keeps">Messages go without a record when they are older than this and every feed had them; null for never.</param>
    protected static StoreComparison Compare(CaseRun run, string data, TimeSpan? keeps = null) =>
        StoreComparison.Of(data, LedgerBook.Read(LedgerOf(run)), keeps: keeps);
}
