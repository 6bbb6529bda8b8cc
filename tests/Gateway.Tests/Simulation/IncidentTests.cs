using Gateway.Simulation;

namespace Gateway.Tests.Simulation;

public class IncidentTests
{
    [Fact]
    public void A_value_a_gain_and_a_silence_are_read()
    {
        Assert.Equal(new Incident(IncidentKind.Value, "outlet/turbidity", Seconds(10), Seconds(40), 1.6), Read("value:outlet/turbidity@10s+40s=1.6"));
        Assert.Equal(new Incident(IncidentKind.Gain, "bin/weight", Seconds(15), TimeSpan.Zero, 3.6), Read("gain:bin/weight@15s=3.6"));
        Assert.Equal(new Incident(IncidentKind.Silent, "room3", Seconds(60), Seconds(20), 0), Read("silent:room3@60s+20s"));
        Assert.Equal(new Incident(IncidentKind.Value, "a/b", Seconds(0.5), Seconds(1), -3), Read("VALUE:a/b@0.5s+1s=-3"));
        Assert.Equal(new Incident(IncidentKind.Hold, "outlet/ph", TimeSpan.Zero, TimeSpan.Zero, 7.21), Read("hold:outlet/ph=7.21"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("value")]
    [InlineData("value:@1s+1s=1")]
    [InlineData("0:a/b@1s+1s=1")]
    [InlineData("value:a/b@1s+1s")]
    [InlineData("value:a/b@1s=1")]
    [InlineData("value:a/b@1+1s=1")]
    [InlineData("value:a/b@-1s+1s=1")]
    [InlineData("value:a/b@1s+1s+1s=1")]
    [InlineData("value:a/b@1s+1s=x")]
    [InlineData("silent:a@1s")]
    [InlineData("hold:a/b")]
    [InlineData("hold:=1")]
    [InlineData("hold:a/b=x")]
    [InlineData("hold:a/b=NaN")]
    [InlineData("explodes:a/b@1s+1s=1")]
    public void Anything_else_is_refused(string text) => Assert.False(Incident.TryParse(text, out _));

    [Fact]
    public void A_value_goes_there_and_back_without_a_jump()
    {
        var incident = Read("value:a/b@10s+40s=1");
        Assert.Equal(0, incident.Share(Seconds(10)));
        Assert.Equal(1, incident.Share(Seconds(14)));
        Assert.Equal(1, incident.Share(Seconds(50)));
        Assert.Equal(0, incident.Share(Seconds(54)));
        for (double at = 0; at < 60; at += 0.2)
            Assert.True(Math.Abs(incident.Share(Seconds(at + 0.2)) - incident.Share(Seconds(at))) < 0.1, $"jumps at {at} s");
    }

    [Fact]
    public void A_short_incident_still_reaches_its_value()
    {
        var incident = Read("value:a/b@0s+3s=1");
        Assert.Equal(1, incident.Share(Seconds(1)));
        Assert.Equal(1, incident.Share(Seconds(3)));
    }

    private static Incident Read(string text)
    {
        Assert.True(Incident.TryParse(text, out var incident));
        return incident;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
