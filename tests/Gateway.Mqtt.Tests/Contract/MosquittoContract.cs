using System.Text;

namespace Gateway.Mqtt.Tests.Contract;

/// <summary>The contract with mosquitto, and what only it is asked.</summary>
public abstract class MosquittoContract : MqttSessionContract
{
    /// <summary>Whether the broker needs a WebSocket listener.</summary>
    protected virtual bool UsesWebSocket => false;

    protected override async Task<IBroker> StartBrokerAsync() =>
        await Mosquitto.StartAsync(new MosquittoOptions { ExtraLines = ["max_queued_messages 0"], WebSockets = UsesWebSocket });

    [Fact]
    public async Task Users_with_their_password_are_let_in_and_others_refused()
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { Users = new Dictionary<string, string> { ["box"] = "水质" } });
        MqttSessionOptions With(string? user, string password) =>
            Options("gw") with { Port = broker.Port, UserName = user, Password = () => Encoding.UTF8.GetBytes(password) };

        Assert.Equal(MqttConnectOutcome.Connected, (await New(With("box", "水质")).ConnectAsync(default)).Outcome);
        var refused = await New(With("box", "wrong")).ConnectAsync(default);
        Assert.Equal(MqttConnectOutcome.Refused, refused.Outcome);
        Assert.Contains(refused.Reason, (MqttReasonCode[])[MqttReasonCode.NotAuthorized, MqttReasonCode.BadUserNameOrPassword]);
        Assert.Equal(MqttConnectOutcome.Refused, (await New(Options("gw") with { Port = broker.Port }).ConnectAsync(default)).Outcome);
    }
}
