using Gateway.Cli;
using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cli;

public sealed class StoreLossAlarmTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_store_has_lost_is_an_alarm_that_names_it_over_restarts_until_it_is_acknowledged()
    {
        long last = Store();
        foreach (string file in Directory.GetFiles(_folder.BufferFolder, "core.db*")) File.Delete(file);
        await using (var gateway = await RunningGateway.StartAsync(_folder))
        {
            var list = await gateway.AskAsync("alarm", "list");
            Assert.Equal(ExitCode.ProblemsFound, list.ExitCode);
            Assert.Contains($"! gateway/store-loss: The database is missing or empty. Missing: live 1 to {last}. ", list.Out, StringComparison.Ordinal);
            Assert.Contains("envgw alarm ack gateway/store-loss", list.Error, StringComparison.Ordinal);
        }
        await using (var gateway = await RunningGateway.StartAsync(_folder))
        {
            Assert.Contains($"缺失：live 1 至 {last}。", (await gateway.AskAsync("alarm", "list", "--lang", "zh")).Out, StringComparison.Ordinal);
            Assert.Equal(ExitCode.Fine, (await gateway.AskAsync("alarm", "ack", "gateway/store-loss", "--note", "disk replaced")).ExitCode);
            Assert.StartsWith("No alarm. ", (await gateway.AskAsync("alarm", "list")).Out, StringComparison.Ordinal);
        }
    }

    /// <returns>The last sequence of the lane of readings.</returns>
    private long Store()
    {
        const long Stored = 900;
        using var store = new SqliteStore(SiteFiles.Compile(_folder.SiteFile).Model!.Buffer, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        store.Open();
        using var writer = new ReadingsWriter();
        writer.Append(Core.Readings.Reading.OfNumber(0, 1_763_757_000_000, 0.4), true);
        byte[] body = writer.Seal();
        var transaction = new StoreTransaction();
        for (long seq = 1; seq <= Stored; seq++)
            transaction.Messages.Add(new NewMessage(Lane.Live, seq, MessageKind.Readings, 1_763_757_000_000, seq, ClockState.Synchronized, 1, 0, body));
        store.Commit(transaction);
        return Stored;
    }
}
