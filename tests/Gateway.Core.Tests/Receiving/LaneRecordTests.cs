using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;
using Gateway.Core.Receiving;

namespace Gateway.Core.Tests.Receiving;

public class LaneRecordTests
{
    private const string Epoch = "k3f6x2qa";
    private const int Last = 40;

    [Fact]
    public void Whatever_a_line_loses_repeats_and_reorders_the_verdict_names_exactly_what_is_missing_and_is_proven_when_that_has_come() =>
        Prop.ForAll(Gen.Choose(1, Last).ArrayOf().ToArbitrary(), Gen.Choose(1, Last - 1).ToArbitrary(), (arrivals, cut) =>
        {
            var record = Record(BackfillScope.All);
            record.TakePosition(1, Last + 1, isFresh: true);
            foreach (var statement in Manifests(cut, Last)) record.Take(statement);
            record.Freeze();
            foreach (int seq in arrivals) record.Take(Message(seq), isExpectedLate: false, isAskedFor: false);
            long[] expected = [.. Enumerable.Range(1, Last).Except(arrivals).Select(seq => (long)seq)];
            bool isExact = Flat(record.Judge().Missing).SequenceEqual(expected) && Flat(record.Holes()).SequenceEqual(expected);
            bool isHonest = record.Judge().IsProven == (expected.Length == 0) && record.Repeats == arrivals.Length - arrivals.Distinct().Count();
            foreach (long seq in expected) record.Take(Message(seq), isExpectedLate: false, isAskedFor: true);
            var verdict = record.Judge();
            return isExact && isHonest && verdict is { IsProven: true, ChainedTo: Last };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_that_was_altered_breaks_the_chain_of_its_manifest() => Prop.ForAll(Gen.Choose(1, Last).ToArbitrary(), altered =>
    {
        var record = Record(BackfillScope.All);
        for (long seq = 1; seq <= Last; seq++) record.Take(Message(seq, seq == altered ? "altered" : ""), false, false);
        foreach (var statement in Manifests(20, Last)) record.Take(statement);
        var expected = altered <= 20 ? (1L, 20L) : (21L, Last);
        return !record.Judge().IsProven && record.Judge().Broken.Single() == expected;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_came_altered_is_asked_for_again_and_when_it_comes_as_it_was_sealed_all_is_proven_and_the_alteration_is_named() =>
        Prop.ForAll(Gen.Choose(1, Last).NonEmptyListOf().ToArbitrary(), Gen.Choose(1, Last).ArrayOf().ToArbitrary(), (first, second) =>
        {
            var record = Record(BackfillScope.All);
            foreach (var statement in Manifests(20, Last)) record.Take(statement);
            for (long seq = 1; seq <= Last; seq++) record.Take(Message(seq, first.Contains((int)seq) ? "altered" : ""), false, false);
            bool isBroken = !record.Judge().IsProven && record.Doubtful().Count > 0;
            // The way alters others the next time.
            foreach (var (from, to) in record.Doubtful()) Again(record, from, to, seq => second.Contains((int)seq) ? "altered too" : "");
            var verdict = record.Judge();
            foreach (var (from, to) in record.Doubtful()) Again(record, from, to, static _ => "");
            var mended = record.Judge();
            bool isNamed = first.Distinct().All(seq => Flat(mended.Altered).Contains(seq)) && mended.Conflicting.Count == 0;
            return isBroken && (verdict.IsProven || verdict.Broken.Count > 0) && isNamed && mended is { IsProven: true, ChainedTo: Last };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_altered_in_the_gateways_own_store_is_asked_for_a_few_times_and_never_proven()
    {
        var record = Record(BackfillScope.All);
        foreach (var statement in Manifests(Last)) record.Take(statement);
        for (long seq = 1; seq <= Last; seq++) record.Take(Message(seq, seq == 7 ? "altered" : ""), false, false);
        int asked = 0;
        for (; record.Doubtful().Count > 0; asked++)
        {
            record.NoteAsked(record.Doubtful());
            Again(record, 1, Last, seq => seq == 7 ? "altered" : "");
        }
        Assert.Equal(3, asked);
        Assert.Equal([(1, Last)], record.Judge().Broken);
    }

    [Fact]
    public void A_receipt_carries_the_head_over_what_is_here_also_where_that_is_not_what_was_sealed()
    {
        var sound = Record(BackfillScope.All);
        var altered = Record(BackfillScope.All);
        var manifests = Manifests(20, 30, Last);
        for (long seq = 1; seq <= 30; seq++)
        {
            sound.Take(Message(seq), false, false);
            altered.Take(Message(seq, seq == 25 ? "altered" : ""), false, false);
        }
        // Before there is a manifest nothing says where the chain begins.
        Assert.Equal((30L, null), sound.Confirmed());
        sound.Take(manifests[0]);
        altered.Take(manifests[0]);
        Assert.Equal((30L, manifests[1].Head), sound.Confirmed());
        Assert.NotEqual(manifests[1].Head, altered.Confirmed()?.Hash);
        // A later manifest that is right does not hide the one before it.
        altered.Take(manifests[1]);
        altered.Take(manifests[2]);
        for (long seq = 31; seq <= Last; seq++) altered.Take(Message(seq), false, false);
        Assert.Equal(Last, altered.Confirmed()?.Through);
        Assert.NotEqual(manifests[2].Head, altered.Confirmed()?.Hash);
        altered.Take(Message(25), isExpectedLate: false, isAskedFor: true);
        Assert.Equal((Last, manifests[2].Head), altered.Confirmed());
    }

    [Fact]
    public void A_lane_of_which_only_a_birth_spoke_before_its_first_message_is_proven_when_a_manifest_has_said_what_there_is()
    {
        var record = Record(BackfillScope.All);
        record.TakePosition(1, 1, isFresh: true);
        record.Freeze();
        Assert.True(record.Judge() is { IsProven: false, NeedsManifest: true });

        record.Take(Manifests(Last)[0]);
        Assert.Equal([(1, Last)], record.Judge().Missing);
        Assert.Equal([(1, Last)], record.Holes());
        for (long seq = 1; seq <= Last; seq++) record.Take(Message(seq), isExpectedLate: false, isAskedFor: true);
        Assert.True(record.Judge() is { IsProven: true, ChainedTo: Last });
    }

    [Fact]
    public void A_lane_of_which_a_manifest_says_that_there_is_nothing_is_proven()
    {
        var record = Record(BackfillScope.All);
        record.TakePosition(1, 1, isFresh: true);
        record.Freeze();
        record.Take(Manifests(1)[0] with { To = 0 });
        Assert.True(record.Judge().IsProven);
    }

    [Fact]
    public void What_no_manifest_states_is_not_proven()
    {
        var record = Record(BackfillScope.All);
        for (long seq = 1; seq <= Last; seq++) record.Take(Message(seq), false, false);
        Assert.Equal([(1, Last)], record.Judge().Unstated);
        var manifests = Manifests(10, 20, Last);
        record.Take(manifests[0]);
        record.Take(manifests[2]);
        Assert.Equal([(11, 20)], record.Judge().Unstated);
        record.Take(manifests[1]);
        Assert.True(record.Judge().IsProven);
    }

    [Theory]
    [InlineData(Lane.Live, 0)]
    [InlineData(Lane.Diag, 1)]
    public void Beyond_the_goal_only_manifests_are_missed(Lane lane, int holes)
    {
        var record = new LaneRecord(lane, Epoch, BackfillScope.All) { IsThinned = false };
        record.Take(Message(1), isExpectedLate: false, isAskedFor: false);
        record.Freeze();
        record.Take(Message(3), isExpectedLate: false, isAskedFor: false);
        Assert.Equal(holes, record.Holes().Count);
    }

    [Fact]
    public void Who_comes_in_the_middle_proves_from_the_beginning_of_the_manifest_or_without_asking_from_the_next_one()
    {
        var asking = Record(BackfillScope.Holes);
        var silent = Record(BackfillScope.None);
        foreach (var record in new[] { asking, silent })
        {
            for (long seq = 15; seq <= Last; seq++) record.Take(Message(seq), false, false);
            foreach (var statement in Manifests(10, 20, Last)) record.Take(statement);
        }
        Assert.Equal([(11, 14)], asking.Judge().Missing);
        Assert.True(silent.Judge() is { IsProven: true, From: 15, ChainedTo: Last });
    }

    [Fact]
    public void What_is_gone_is_explained_and_no_longer_missing()
    {
        var record = Record(BackfillScope.All);
        foreach (var statement in Manifests(20, Last)) record.Take(statement);
        for (long seq = 1; seq <= Last; seq++)
        {
            if (seq is not (5 or 6)) record.Take(Message(seq), false, false);
        }
        Assert.Equal([(5, 6)], record.Judge().Missing);
        Assert.Equal(4, record.Through);
        record.Explain(5, 6);
        Assert.True(record.Judge() is { IsProven: true, ChainedTo: Last });
        Assert.Equal([(5, 6)], record.Judge().Explained);
        Assert.Equal(Last, record.Through);
    }

    [Fact]
    public void Sequences_that_a_manifest_leaves_out_of_its_chain_are_left_out_also_when_they_are_here()
    {
        var head = new ChainHead();
        foreach (long seq in new long[] { 1, 2, 5 }) head.AddDigest(Message(seq).Digest);
        var statement = new ManifestStatement(Lane.Live, Epoch, 1, 1, 5, new ChainHead().Text, head.Text, [(3, 4)], Closes: false);
        var record = Record(BackfillScope.All);
        record.Take(statement);
        foreach (long seq in new long[] { 1, 2, 3, 5 }) record.Take(Message(seq), false, false);
        Assert.True(record.Judge() is { IsProven: true, ChainedTo: 5 });
        Assert.Equal([(4, 4)], record.Judge().Explained);
    }

    [Fact]
    public void One_identity_with_two_contents_is_a_conflict_until_a_manifest_proves_one_and_two_manifests_of_one_range_are_a_contradiction()
    {
        var record = Record(BackfillScope.All);
        for (long seq = 1; seq <= Last; seq++) record.Take(Message(seq), false, false);
        Assert.Equal(Arrival.Repeat, record.Take(Message(7), false, false));
        Assert.Equal(Arrival.Conflict, record.Take(Message(7, "other"), false, false));
        Assert.Equal([(7, 7)], record.Judge().Conflicting);
        var statement = Manifests(Last).Single();
        record.Take(statement);
        Assert.True(record.Judge() is { IsProven: true, Conflicting.Count: 0 });
        Assert.Equal([(7, 7)], record.Judge().Altered);
        // It comes no other way than from a second gateway with the identity of the first.
        record.Take(statement with { Head = new string('0', 64) });
        Assert.Equal([(1, Last)], record.Judge().Broken);
    }

    [Fact]
    public void Only_what_nobody_expected_late_is_reordered()
    {
        var record = Record(BackfillScope.Holes);
        Assert.Equal(Arrival.New, record.Take(Message(5), false, false));
        Assert.Equal(Arrival.Reordered, record.Take(Message(4), false, false));
        Assert.Equal(Arrival.New, record.Take(Message(3), isExpectedLate: true, isAskedFor: false));
        Assert.Equal(Arrival.New, record.Take(Message(2), isExpectedLate: false, isAskedFor: true));
        Assert.Equal(1, record.Reordered);
    }

    [Fact]
    public void A_thinned_feed_proves_by_from_and_sequence()
    {
        var record = Record(BackfillScope.All);
        record.IsThinned = true;
        record.Take(Message(4) with { From = 1 }, false, false);
        record.Take(Message(9) with { From = 5 }, false, false);
        record.Take(Manifests(10).Single());
        Assert.Equal([(10, 10)], record.Judge().Missing);
        record.TakeNothing(10, 10);
        Assert.True(record.Judge() is { IsProven: true, ChainedTo: 0 });
    }

    private static LaneRecord Record(BackfillScope scope)
    {
        var record = new LaneRecord(Lane.Live, Epoch, scope) { IsThinned = false };
        if (scope == BackfillScope.All) record.TakePosition(1, 1, isFresh: false);
        return record;
    }

    private static void Again(LaneRecord record, long from, long to, Func<long, string> content)
    {
        for (long seq = from; seq <= to; seq++) record.Take(Message(seq, content(seq)), isExpectedLate: false, isAskedFor: true);
    }

    private static SealedMessage Message(long seq, string content = "") =>
        new("nt-h07", Epoch, Lane.Live, seq, seq, SHA256.HashData(Encoding.UTF8.GetBytes($"{seq}{content}"))) { NewestMs = 0 };

    /// <summary>Manifests that end at these sequences, as a gateway makes them.</summary>
    private static List<ManifestStatement> Manifests(params int[] ends)
    {
        var head = new ChainHead();
        var statements = new List<ManifestStatement>();
        long from = 1;
        foreach (int end in ends)
        {
            string before = head.Text;
            for (long seq = from; seq <= end; seq++) head.AddDigest(Message(seq).Digest);
            statements.Add(new ManifestStatement(Lane.Live, Epoch, 1, from, end, before, head.Text, [], Closes: false));
            from = end + 1;
        }
        return statements;
    }

    private static IEnumerable<long> Flat(IEnumerable<(long From, long To)> ranges) =>
        ranges.SelectMany(range => Enumerable.Range((int)range.From, (int)(range.To - range.From + 1)).Select(seq => (long)seq));
}
