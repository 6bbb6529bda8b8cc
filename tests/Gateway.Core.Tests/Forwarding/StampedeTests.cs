using Gateway.Core.Forwarding;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>A thousand gateways lose one broker at the same instant; their policies are seen through its return in virtual time.</summary>
public class StampedeTests
{
    private const int Gateways = 1000;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_blip_shorter_than_the_first_pause_brings_about_a_hundred_a_second_and_not_all_at_once()
    {
        var attempts = AttemptsUntilAllAreBack(_ => null);
        Assert.Equal(Gateways, attempts.Length);
        Assert.InRange(MostInAnySecond(attempts), Gateways / 10, 140);
        Assert.InRange(attempts[^1], TimeSpan.Zero, ReconnectPolicy.Spread + _second);
    }

    [Fact]
    public void A_second_blip_while_they_are_coming_back_does_not_bring_them_together()
    {
        var attempts = AttemptsUntilAllAreBack(_ => null, TimeSpan.FromSeconds(5));
        Assert.InRange(MostInAnySecond(attempts), Gateways / 10, 140);
    }

    [Theory]
    [InlineData(10, 350)]
    [InlineData(30, 120)]
    [InlineData(60, 70)]
    [InlineData(300, 45)]
    [InlineData(3600, 45)]
    public void The_longer_the_outage_the_fewer_connect_in_any_one_second_of_the_return(int outageSeconds, int most)
    {
        var outage = TimeSpan.FromSeconds(outageSeconds);
        var attempts = AttemptsUntilAllAreBack(at => at >= outage ? null : MqttConnectOutcome.Unreachable);
        TimeSpan[] connects = [.. attempts.Where(a => a >= outage)];

        Assert.Equal(Gateways, connects.Length);
        Assert.InRange(MostInAnySecond(connects), 1, most);
        // Nobody is kept away for longer than the longest pause.
        Assert.InRange(connects[^1] - outage, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Gateways_do_not_fall_into_step_with_each_other()
    {
        var outage = TimeSpan.FromHours(2);
        var attempts = AttemptsUntilAllAreBack(at => at >= outage ? null : MqttConnectOutcome.Unreachable);
        TimeSpan[] late = [.. attempts.Where(a => a > outage / 2 && a < outage)];

        // An hour of attempts each 90 s or so: spread evenly there are eleven a second.
        Assert.InRange(late.Length / (outage / 2).TotalSeconds, 9, 13);
        Assert.InRange(MostInAnySecond(late), 11, 45);
    }

    [Fact]
    public void A_broker_that_takes_only_so_many_a_second_is_asked_less_and_less_and_gets_everybody_back()
    {
        const int Capacity = 50;
        var taken = new Dictionary<long, int>();
        var attempts = AttemptsUntilAllAreBack(at =>
        {
            long second = (long)at.TotalSeconds;
            int before = taken.GetValueOrDefault(second);
            taken[second] = before + 1;
            return before < Capacity ? null : MqttConnectOutcome.Refused;
        });

        Assert.InRange(attempts[^1], TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.InRange(MostInAnySecond([.. attempts.Where(a => a >= TimeSpan.FromSeconds(16))]), 1, 2 * Capacity);
    }

    /// <summary>Plays all gateways until each is connected.</summary>
    /// <param name="answer">What an attempt at this time gets; null when it connects.</param>
    /// <returns>The times of all attempts, in order.</returns>
    private static TimeSpan[] AttemptsUntilAllAreBack(Func<TimeSpan, MqttConnectOutcome?> answer, TimeSpan? lived = null)
    {
        var seeds = new Random(20);
        var lost = new MqttConnectionEnd(MqttReasonCode.UnspecifiedError, ByBroker: false, "the broker closed the connection");
        var due = new PriorityQueue<ReconnectPolicy, TimeSpan>();
        for (int gateway = 0; gateway < Gateways; gateway++)
        {
            var policy = new ReconnectPolicy(new Random(seeds.Next()));
            due.Enqueue(policy, policy.AfterConnection(lost, lived ?? TimeSpan.FromHours(1)).Wait);
        }

        var attempts = new List<TimeSpan>();
        while (due.TryDequeue(out var policy, out var now))
        {
            attempts.Add(now);
            if (answer(now) is not { } outcome) continue;
            var result = new MqttConnectResult(outcome, MqttReasonCode.ConnectionRateExceeded, SessionPresent: false, MqttLimits.Unstated, "not yet");
            due.Enqueue(policy, now + policy.AfterAttempt(result).Wait);
        }
        return [.. attempts];
    }

    private static int MostInAnySecond(TimeSpan[] ordered)
    {
        int most = 0, from = 0;
        for (int to = 0; to < ordered.Length; to++)
        {
            while (ordered[to] - ordered[from] >= _second) from++;
            most = Math.Max(most, to - from + 1);
        }
        return most;
    }
}
