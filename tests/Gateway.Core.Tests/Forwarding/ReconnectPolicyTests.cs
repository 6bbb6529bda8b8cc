using Gateway.Core.Forwarding;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

public class ReconnectPolicyTests
{
    private readonly ReconnectPolicy _policy = new(new Random(1));

    [Fact]
    public void Pauses_double_from_a_second_to_two_minutes_and_stay_there()
    {
        double[] waits = [.. Enumerable.Range(0, 12).Select(_ => _policy.AfterAttempt(Failed(MqttConnectOutcome.Unreachable)).Wait.TotalSeconds)];
        for (int i = 0; i < waits.Length; i++)
        {
            double most = Math.Min(120, Math.Pow(2, i + 1));
            Assert.InRange(waits[i], most / 2, most);
        }
    }

    [Fact]
    public void Gateways_that_lost_their_broker_together_come_back_apart()
    {
        var waits = Enumerable.Range(0, 50).Select(seed => new ReconnectPolicy(new Random(seed)).AfterAttempt(Failed(MqttConnectOutcome.Unreachable)).Wait);
        Assert.Equal(50, waits.Distinct().Count());
    }

    [Theory]
    [InlineData(MqttReasonCode.ServerUnavailable, ReconnectTrouble.Passing)]
    [InlineData(MqttReasonCode.ServerBusy, ReconnectTrouble.Passing)]
    [InlineData(MqttReasonCode.QuotaExceeded, ReconnectTrouble.Passing)]
    [InlineData(MqttReasonCode.ConnectionRateExceeded, ReconnectTrouble.Passing)]
    [InlineData(MqttReasonCode.UseAnotherServer, ReconnectTrouble.Passing)]
    [InlineData((MqttReasonCode)0x9D, ReconnectTrouble.Passing)]
    [InlineData((MqttReasonCode)0xC7, ReconnectTrouble.Passing)]
    [InlineData(MqttReasonCode.UnsupportedProtocolVersion, ReconnectTrouble.NeedsPerson)]
    [InlineData(MqttReasonCode.BadUserNameOrPassword, ReconnectTrouble.NeedsPerson)]
    [InlineData(MqttReasonCode.NotAuthorized, ReconnectTrouble.NeedsPerson)]
    [InlineData(MqttReasonCode.BadAuthenticationMethod, ReconnectTrouble.NeedsPerson)]
    public void A_refusal_waits_as_long_as_its_reason_deserves(MqttReasonCode reason, ReconnectTrouble trouble)
    {
        var pause = _policy.AfterAttempt(Failed(MqttConnectOutcome.Refused, reason));
        Assert.Equal(trouble, pause.Trouble);
        if (trouble == ReconnectTrouble.Passing) Assert.InRange(pause.Wait.TotalSeconds, 1, 2);
        else Assert.InRange(pause.Wait.TotalMinutes, 4, 6);
    }

    [Theory]
    [InlineData(MqttConnectOutcome.Unreachable)]
    [InlineData(MqttConnectOutcome.TlsFailed)]
    [InlineData(MqttConnectOutcome.ProtocolError)]
    public void A_reason_code_counts_only_when_the_broker_gave_it(MqttConnectOutcome outcome) =>
        Assert.Equal(ReconnectTrouble.Passing, _policy.AfterAttempt(Failed(outcome, MqttReasonCode.NotAuthorized)).Trouble);

    [Fact]
    public void Nobody_fights_over_a_client_identifier()
    {
        var pause = _policy.AfterConnection(Ended(MqttReasonCode.SessionTakenOver, byBroker: true), TimeSpan.FromHours(1));
        Assert.Equal(ReconnectTrouble.TakenOver, pause.Trouble);
        Assert.InRange(pause.Wait.TotalMinutes, 4, 6);
    }

    [Fact]
    public void A_connection_that_lived_makes_the_next_pause_short_and_one_that_did_not_makes_it_longer()
    {
        for (int i = 0; i < 6; i++) _policy.AfterConnection(Ended(MqttReasonCode.ServerShuttingDown, byBroker: true), TimeSpan.FromSeconds(1));
        Assert.InRange(_policy.AfterConnection(Ended(MqttReasonCode.UnspecifiedError, byBroker: false), TimeSpan.FromSeconds(29)).Wait.TotalSeconds, 60, 120);
        Assert.InRange(_policy.AfterConnection(Ended(MqttReasonCode.UnspecifiedError, byBroker: false), TimeSpan.FromSeconds(30)).UrgentWait.TotalSeconds, 1, 2);
    }

    [Fact]
    public void Only_who_has_an_alarm_to_send_does_not_wait_for_its_turn_after_a_connection()
    {
        var pauses = Enumerable.Range(0, 200).Select(seed => new ReconnectPolicy(new Random(seed))
            .AfterConnection(Ended(MqttReasonCode.ServerShuttingDown, byBroker: true), TimeSpan.FromHours(1))).ToList();
        Assert.All(pauses, pause => Assert.InRange(pause.UrgentWait.TotalSeconds, 1, 2));
        Assert.All(pauses, pause => Assert.InRange(pause.Wait.TotalSeconds, pause.UrgentWait.TotalSeconds, 11));
        Assert.Contains(pauses, pause => pause.Wait.TotalSeconds > 10);
    }

    private static MqttConnectResult Failed(MqttConnectOutcome outcome, MqttReasonCode reason = MqttReasonCode.UnspecifiedError) =>
        new(outcome, reason, SessionPresent: false, MqttLimits.Unstated, "refused");

    private static MqttConnectionEnd Ended(MqttReasonCode reason, bool byBroker) => new(reason, byBroker, "ended");
}
