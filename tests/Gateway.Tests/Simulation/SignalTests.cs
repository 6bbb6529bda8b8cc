using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Simulation;

namespace Gateway.Tests.Simulation;

public class SignalTests
{
    [Fact]
    public void A_signal_stays_within_its_swing_and_noise_and_is_rounded_as_a_display_is()
    {
        var signal = new Signal(7.21, 0.08, 0.02, 2);
        for (int second = 0; second < 1200; second++)
        {
            double value = signal.At(TimeSpan.FromSeconds(second), 37);
            Assert.InRange(value, 7.21 - 0.105, 7.21 + 0.105);
            Assert.Equal(Math.Round(value, 2), value);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_signal_and_another_gives_another()
    {
        var signal = new Signal(10, 1, 0.2, 2);
        var moments = Enumerable.Range(0, 100).Select(second => TimeSpan.FromSeconds(second)).ToList();
        Assert.Equal(moments.Select(at => signal.At(at, 1)), moments.Select(at => signal.At(at, 1)));
        Assert.NotEqual(moments.Select(at => signal.At(at, 1)), moments.Select(at => signal.At(at, 38)));
    }

    [Fact]
    public void A_signal_that_its_point_could_not_have_is_moved_into_the_points_range()
    {
        var point = new PointModel
        {
            Number = 0, Id = "d/flow", Name = "flow", Device = 0, Label = new LocalizedText("Flow"),
            Quantity = "flow", Unit = "m3/h", Every = TimeSpan.FromSeconds(1),
            StaleAfter = TimeSpan.FromSeconds(3),
            Decoding = new PointDecoding
            {
                Reference = new RegisterReference(new RegisterRange(RegisterTable.HoldingRegister, 0, 1), RegisterType.UInt16),
                Range = (0, 10),
            },
        };
        var signal = SignalCatalog.For(point);
        for (int second = 0; second < 1200; second++) Assert.InRange(signal.At(TimeSpan.FromSeconds(second), 5), 0, 10);
    }
}
