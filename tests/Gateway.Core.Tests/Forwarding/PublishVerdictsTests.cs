using Gateway.Core.Forwarding;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

public class PublishVerdictsTests
{
    // Verdicts are internal, so the tables name them.
    [Theory]
    [InlineData(0x00, "Sent")]
    [InlineData(0x10, "SentUnheard")]
    [InlineData(0x80, "RetryLater")]
    [InlineData(0x83, "RetryLater")]
    [InlineData(0x87, "Park")]
    [InlineData(0x91, "ReconnectClean")]
    [InlineData(0x97, "RetryLater")]
    [InlineData(0xF3, "RetryLater")]
    public void Each_reason_code_has_its_verdict_however_often_it_came(byte reason, string verdict)
    {
        Assert.Equal(verdict, Of(MqttPublishOutcome.Answered, reason, blamed: 0));
        Assert.Equal(verdict, Of(MqttPublishOutcome.Answered, reason, blamed: 100));
    }

    [Theory]
    [InlineData(MqttPublishOutcome.Answered, 0x90)]
    [InlineData(MqttPublishOutcome.Answered, 0x95)]
    [InlineData(MqttPublishOutcome.Answered, 0x99)]
    [InlineData(MqttPublishOutcome.TooLarge, 0x00)]
    public void A_message_that_is_wrong_in_itself_is_put_aside_after_three_tries(MqttPublishOutcome outcome, byte reason)
    {
        Assert.Equal("RetryLater", Of(outcome, reason, blamed: 1));
        Assert.Equal("RetryLater", Of(outcome, reason, blamed: 2));
        Assert.Equal("Quarantine", Of(outcome, reason, blamed: 3));
    }

    [Theory]
    [InlineData(MqttPublishOutcome.NotSent)]
    [InlineData(MqttPublishOutcome.SessionLost)]
    public void A_message_without_an_answer_goes_out_again(MqttPublishOutcome outcome) => Assert.Equal("SendAgain", Of(outcome, 0x99, blamed: 100));

    [Fact]
    public void No_error_code_is_ever_taken_for_sent()
    {
        for (int reason = 0x80; reason <= 0xFF; reason++) Assert.DoesNotContain("Sent", Of(MqttPublishOutcome.Answered, (byte)reason, blamed: 1));
    }

    private static string Of(MqttPublishOutcome outcome, byte reason, int blamed) =>
        PublishVerdicts.Of(new MqttPublishResult(outcome, (MqttReasonCode)reason), blamed).ToString();
}
