using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Receiving;

namespace Gateway.Core.Tests.Receiving;

public class SequenceSetTests
{
    private const int Most = 60;

    private static Arbitrary<(int From, int Length)[]> Ranges => Gen.Choose(1, Most).Zip(Gen.Choose(0, 6)).ArrayOf().ToArbitrary();

    [Fact]
    public void Intervals_hold_what_a_plain_set_holds_and_are_sorted_and_apart() => Prop.ForAll(Ranges, ranges =>
    {
        var set = new SequenceSet();
        var plain = new SortedSet<long>();
        foreach (var (from, length) in ranges)
        {
            set.Add(from, from + length - 1);
            for (int i = 0; i < length; i++) plain.Add(from + i);
        }
        bool isApart = set.Ranges.Zip(set.Ranges.Skip(1)).All(pair => pair.First.To + 1 < pair.Second.From);
        bool isSame = Enumerable.Range(0, Most + 10).All(seq => set.Contains(seq) == plain.Contains(seq));
        return isApart && isSame && set.Count == plain.Count && set.Last == plain.LastOrDefault();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Holes_are_what_is_not_there_and_the_run_from_a_sequence_ends_before_the_first_of_them() =>
        Prop.ForAll(Ranges, Gen.Choose(1, Most).ToArbitrary(), Gen.Choose(0, Most).ToArbitrary(), (ranges, from, length) =>
        {
            var set = new SequenceSet();
            foreach (var (first, count) in ranges) set.Add(first, first + count - 1);
            long[] missing = [.. set.Missing(from, from + length)
                .SelectMany(hole => Enumerable.Range((int)hole.From, (int)(hole.To - hole.From + 1)).Select(seq => (long)seq))];
            long[] expected = [.. Enumerable.Range(from, length + 1).Select(seq => (long)seq).Where(seq => !set.Contains(seq))];
            long through = from - 1;
            while (set.Contains(through + 1)) through++;
            return missing.SequenceEqual(expected) && set.Through(from) == through;
        }).QuickCheckThrowOnFailure();
}
