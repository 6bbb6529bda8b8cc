using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

public sealed class OccurrenceIdsTests
{
    [Fact]
    public void An_id_begins_with_the_time_as_a_ULID_does() =>
        Assert.Equal("01ARYZ6S4100", new OccurrenceIds([]).Next(1_469_918_176_385));

    [Fact]
    public void Ids_differ_and_sort_by_age_even_when_the_wall_clock_steps_back()
    {
        var ids = new OccurrenceIds([]);
        List<string> given = [];
        long now = 1_763_757_000_000;
        for (int i = 0; i < 5000; i++)
        {
            given.Add(ids.Next(now));
            if (i % 1000 == 999) now -= 3_600_000;
        }

        Assert.Equal(given.Order(StringComparer.Ordinal), given);
        Assert.Equal(given.Count, given.Distinct().Count());
        Assert.All(given, id => Assert.Equal(12, id.Length));
    }

    [Fact]
    public void Ids_go_on_after_the_newest_that_was_restored()
    {
        string restored = new OccurrenceIds([]).Next(1_763_757_000_000);

        string next = new OccurrenceIds([null, "not one of ours", restored, "I"]).Next(0);

        Assert.True(string.CompareOrdinal(next, restored) > 0);
    }
}
