using FsCheck;
using FsCheck.Fluent;
using Gateway.Mqtt.Sessions;

namespace Gateway.Mqtt.Tests.Sessions;

public sealed class PublishFlowTests
{
    /// <summary>Random publishes, acknowledgements, repeats and reconnects, compared with a broker that keeps a simple list.</summary>
    [Fact]
    public void Whatever_happens_the_window_holds_the_order_stays_and_nothing_is_forgotten() =>
        Prop.ForAll((int seed) =>
        {
            var random = new Random(seed);
            var flow = new PublishFlow(new PacketIdentifiers());
            var owed = new List<ushort>();       // what the broker has and has not answered on this connection
            var inFlight = new List<ushort>();   // in the order of first sending
            int window = random.Next(1, 6), enqueued = 0, settled = 0;
            for (int step = 0; step < 200; step++)
            {
                switch (random.Next(10))
                {
                    case < 4:
                        flow.Enqueue(new PendingPublish(new MqttPublish { Topic = "t", Payload = default }));
                        enqueued++;
                        break;
                    case < 8 when owed.Count > 0:
                        ushort answered = owed[random.Next(owed.Count)];
                        Assert.NotNull(flow.Land(answered));
                        Assert.Null(flow.Land(answered));
                        owed.Remove(answered);
                        inFlight.Remove(answered);
                        settled++;
                        break;
                    case 8:
                        enqueued -= flow.DropWaiting().Count;
                        flow.Resume();
                        owed.Clear();
                        window = random.Next(1, 6);
                        break;
                    case 9 when random.Next(5) == 0:
                        Assert.Equal(inFlight, flow.Forget().Select(p => p.PacketIdentifier));
                        settled += inFlight.Count;
                        owed.Clear();
                        inFlight.Clear();
                        break;
                }
                while (flow.Next(window, out bool isResend) is { } next)
                {
                    Assert.Equal(inFlight.Contains(next.PacketIdentifier), isResend);
                    if (isResend) Assert.All(owed, o => Assert.True(inFlight.IndexOf(o) < inFlight.IndexOf(next.PacketIdentifier)));
                    else inFlight.Add(next.PacketIdentifier);
                    owed.Add(next.PacketIdentifier);
                    Assert.InRange(owed.Count, 1, window);
                }
                Assert.Equal(inFlight.Count, flow.InFlight);
                Assert.Equal(owed.Count > 0, flow.IsOwed);
            }
            Assert.Equal(enqueued, settled + inFlight.Count + flow.DropWaiting().Count);
        }).QuickCheckThrowOnFailure();
}
