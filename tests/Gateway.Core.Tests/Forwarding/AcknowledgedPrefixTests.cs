using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Forwarding;

namespace Gateway.Core.Tests.Forwarding;

public class AcknowledgedPrefixTests
{
    [Fact]
    public void The_bookmark_waits_for_the_first_and_then_jumps_over_the_rest()
    {
        var prefix = new AcknowledgedPrefix(4);
        foreach (long seq in (long[])[5, 6, 9]) prefix.Add(seq);

        Assert.False(prefix.Settle(9));
        Assert.False(prefix.Settle(6));
        Assert.Equal((4L, 3), (prefix.Acknowledged, prefix.Open));
        Assert.True(prefix.Settle(5));
        Assert.Equal((9L, 0), (prefix.Acknowledged, prefix.Open));
    }

    [Fact]
    public void What_needs_nothing_is_passed_while_nothing_is_open_and_never_backwards()
    {
        var prefix = new AcknowledgedPrefix(3);
        prefix.Pass(7);
        Assert.Equal(7, prefix.Acknowledged);
        prefix.Pass(5);
        Assert.Equal(7, prefix.Acknowledged);
        prefix.Add(8);
        prefix.Pass(9);
        Assert.Equal(7, prefix.Acknowledged);
    }

    [Fact]
    public void In_any_order_the_bookmark_rests_on_the_last_sent_message_before_the_first_open_one() =>
        Prop.ForAll(Gen.Choose(1, 5).NonEmptyListOf().ToArbitrary(), ArbMap.Default.ArbFor<int>(), (steps, seed) =>
        {
            long[] sent = [.. steps.Select((_, i) => (long)steps.Take(i + 1).Sum())];
            long[] order = [.. sent];
            new Random(seed).Shuffle(order);
            var prefix = new AcknowledgedPrefix(0);
            foreach (long seq in sent) prefix.Add(seq);
            var settled = new HashSet<long>();
            return order.All(seq =>
            {
                prefix.Settle(seq);
                settled.Add(seq);
                return prefix.Acknowledged == sent.TakeWhile(settled.Contains).LastOrDefault();
            });
        }).QuickCheckThrowOnFailure();
}
