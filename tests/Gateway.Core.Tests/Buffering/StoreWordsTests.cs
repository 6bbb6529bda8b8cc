using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Tests.Buffering;

/// <summary>What the store says to people, it says in both languages, with the same facts.</summary>
public class StoreWordsTests
{
    [Theory]
    [InlineData(5, StoreFault.Busy)]
    [InlineData(6, StoreFault.Busy)]
    [InlineData(8, StoreFault.InputOutput)]
    [InlineData(10, StoreFault.InputOutput)]
    [InlineData(11, StoreFault.Damaged)]
    [InlineData(13, StoreFault.Full)]
    [InlineData(14, StoreFault.Forbidden)]
    [InlineData(26, StoreFault.Damaged)]
    public void Each_of_SQLite_s_faults_is_explained(int code, StoreFault fault)
    {
        var said = SqliteFaults.Of(new SqliteException("what SQLite says", code, code), "/data/core.db");
        Assert.Equal(fault, said.Fault);
        Assert.Equal(said.Explanation.English, said.Message);
        SaysTheSame(said.Explanation, "/data/core.db", $"{code}/{code}", "what SQLite says");
    }

    [Fact]
    public void A_folder_in_use_is_explained()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        using var second = folder.New();
        SaysTheSame(Assert.Throws<StoreException>(second.Open).Explanation, folder.Path, $"{Environment.ProcessId}");
    }

    [Fact]
    public void A_newer_file_is_explained() => SaysTheSame(SqliteSchema.TooNew("/data/core.db", 999).Explanation, "/data/core.db", "999");

    [Fact]
    public void A_database_set_aside_is_explained_with_what_is_missing()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 5);
        File.WriteAllText(folder.Database, string.Concat(Enumerable.Repeat("not a database\n", 2_000)));
        using var again = folder.Open();
        SaysTheSame(again.Opening.Loss!.Value, "live 1", folder.Quarantine);
    }

    public static TheoryData<int> Evidence => [0, 1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Evidence))]
    public void Each_loss_is_explained(int which)
    {
        var here = Guid.NewGuid();
        long[] one = [1, 1, 1, 1], nine = [9, 1, 1, 1];
        Witness Knows(Guid database) => new(1, database, "k3f6x2qa", 3, one, nine, 0);
        (LossEvidence found, string[] facts)[] all =
        [
            (new(true, here, one, Knows(here), null, null, false, [], null), ["live 1", "8"]),
            (new(true, here, nine, Knows(here), null, new DamagedLog(7, 5), false, [], null), ["7", "5"]),
            (new(true, here, one, Knows(Guid.NewGuid()), null, null, false, [], null), ["live 1", "8"]),
            (new(false, here, one, Knows(here), null, null, false, [], null), ["live 1", "8"]),
            (new(true, here, nine, Knows(here), null, null, true, [], null), []),
            (new(true, here, nine, Knows(here), null, new DamagedLog(7, 5), false, [(Lane.Fill, 3, 4)], null), ["fill 3", "4"]),
            (new(true, here, nine, Knows(here), null, new DamagedLog(7, 0, IsMended: true), false, [], null), ["7"]),
        ];
        var (found, facts) = all[which];
        SaysTheSame(LossRules.Judge(found).Loss!.Value, facts);
    }

    private static void SaysTheSame(Wording said, params string[] facts)
    {
        Assert.Contains(said.Chinese, letter => letter is >= '\u4E00' and <= '\u9FFF');
        Assert.DoesNotContain(said.English, letter => letter is >= '\u4E00' and <= '\u9FFF');
        foreach (string fact in facts)
        {
            Assert.Contains(fact, said.English, StringComparison.Ordinal);
            Assert.Contains(fact, said.Chinese, StringComparison.Ordinal);
        }
    }
}
