using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Auditing;

namespace Gateway.Core.Tests.Auditing;

/// <summary>Whoever changes the log is found out, and the row is named; what damage takes is told by the log itself.</summary>
public class AuditProofTests
{
    [Theory]
    [InlineData("UPDATE audit SET body=CAST('{\"verb\":\"nothing\"}' AS BLOB) WHERE n=3", "row 3 is not the one that was written")]
    [InlineData("UPDATE audit SET actor='otto@supervision' WHERE n=3", "row 3 is not the one that was written")]
    [InlineData("UPDATE audit SET wall_ms=wall_ms+1 WHERE n=3", "row 3 is not the one that was written")]
    [InlineData("UPDATE audit SET kind=1 WHERE n=3", "row 3 is not the one that was written")]
    [InlineData("UPDATE audit SET h=zeroblob(32) WHERE n=3", "row 3 is not the one that was written")]
    [InlineData("DELETE FROM audit WHERE n=3", "rows 3 to 3 are missing")]
    [InlineData("DELETE FROM audit WHERE n<3", "rows 1 to 2 are missing")]
    [InlineData("DELETE FROM audit WHERE n>3", "rows 4 to 5 are missing at the end")]
    public async Task A_row_that_somebody_changed_is_named(string change, string expected)
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("one", "two", "three", "four", "five");
        Assert.Empty(folder.Problems);
        folder.Execute(change);
        Assert.Equal(expected, folder.Problems[0]);
    }

    [Fact]
    public async Task Somebody_who_rewrites_the_log_and_its_head_is_found_by_the_published_head()
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("one", "two", "three");
        var published = folder.Rows[^1].Head;
        File.Delete(folder.File);
        File.Delete(folder.HeadFile);
        await folder.WriteAsync("one", "nothing", "three");
        Assert.Empty(folder.Problems);
        Assert.Equal("row 3 is not the one whose hash was published", Assert.Single(new AuditInspection(folder.Path).Verify(published)).English);
    }

    [Fact]
    public void Any_entries_are_proven_and_any_change_of_one_is_named() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(NonNull<string> Actor, byte[] Body, byte Kind)[]>(), ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(),
            (entries, at, change) =>
            {
                var rows = new AuditRows(AuditHead.None);
                AuditRecord[] written = [.. entries.Select((e, i) => rows.Next(new AuditEntry((AuditKind)e.Kind, e.Actor.Get, e.Body ?? []), i))];
                if (FirstWrong(written) != 0) return false;
                if (written.Length == 0 || change == 0) return true;
                int place = (at & int.MaxValue) % written.Length;
                written[place] = written[place] with { WallMs = written[place].WallMs ^ change };
                return FirstWrong(written) == place + 1;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_damaged_log_is_set_aside_and_goes_on_with_the_next_number()
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("one", "two", "three");
        await File.WriteAllTextAsync(
            folder.File, "no database at all, but long enough to be looked at as one by its header", TestContext.Current.CancellationToken);
        await folder.WriteAsync("four");
        Assert.Single(Directory.GetFiles(folder.Quarantine, "*audit.db"));
        Assert.Equal([AuditKind.Gap, AuditKind.Command], folder.Rows.Select(row => row.Kind));
        Assert.Equal([4, 5], folder.Rows.Select(row => row.Number));
        Assert.Empty(folder.Problems);
    }

    [Fact]
    public async Task A_log_that_lost_its_end_says_so_and_uses_no_number_twice()
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("one");
        byte[] older = await File.ReadAllBytesAsync(folder.File, TestContext.Current.CancellationToken);
        await folder.WriteAsync("two", "three");
        await File.WriteAllBytesAsync(folder.File, older, TestContext.Current.CancellationToken);
        Assert.Equal("rows 2 to 3 are missing at the end", Assert.Single(folder.Problems));
        await folder.WriteAsync("four");
        Assert.Equal([1, 4, 5], folder.Rows.Select(row => row.Number));
        Assert.Contains("\"from\":2,\"to\":3", AuditFolder.TextOf(folder.Rows[1]), StringComparison.Ordinal);
        Assert.Empty(folder.Problems);
    }

    [Fact]
    public async Task A_log_whose_noted_row_was_changed_tells_it_at_the_next_start()
    {
        using var folder = new AuditFolder();
        await folder.WriteAsync("one");
        folder.Execute("UPDATE audit SET h=zeroblob(32) WHERE n=1");
        await folder.WriteAsync("two");
        Assert.Equal([AuditKind.Command, AuditKind.Gap, AuditKind.Command], folder.Rows.Select(row => row.Kind));
        Assert.Equal("row 1 is not the one that was written", Assert.Single(folder.Problems));
    }

    /// <returns>Number of the first row that is not proven; 0 when all are.</returns>
    private static long FirstWrong(IEnumerable<AuditRecord> rows)
    {
        var proof = new AuditProof(AuditHead.None);
        return rows.FirstOrDefault(row => proof.Take(row) is not null)?.Number ?? 0;
    }
}
