using System.Text;
using Gateway.Core.Site;
using Gateway.Simulation;
using Gateway.Tests.House;

namespace Gateway.Tests.Simulation;

public class IncidentScriptTests
{
    private static readonly Incident _bag = new(IncidentKind.Gain, "bin/weight", TimeSpan.FromSeconds(30), TimeSpan.Zero, 3.6);
    private static readonly IncidentScript _script = IncidentScript.Of([_bag]);

    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(209, 1)]
    [InlineData(210, 2)]
    [InlineData(30 + (4 * 180), 5)]
    [InlineData(30 + (5 * 180), 0)]
    [InlineData(30 + (6 * 180), 1)]
    public void A_bin_fills_cycle_by_cycle_and_is_emptied_with_the_sixth(double seconds, int gains) =>
        Assert.Equal(gains, _script.Gains(_bag, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 1.8)]
    [InlineData(32, 3.6)]
    [InlineData(210, 3.6)]
    [InlineData(211, 5.4)]
    [InlineData(932, 0)]
    public void A_bag_settles_within_two_seconds(double seconds, double weight) => Assert.Equal(weight, _script.Gained(_bag, TimeSpan.FromSeconds(seconds)), 9);

    [Fact]
    public void A_late_incident_happens_too_and_comes_again()
    {
        var late = new Incident(IncidentKind.Silent, "room3", TimeSpan.FromSeconds(400), TimeSpan.FromSeconds(20), 0);
        var script = IncidentScript.Of([late]);
        Assert.Equal(TimeSpan.FromSeconds(450), script.Cycle);
        Assert.True(script.IsActive(late, TimeSpan.FromSeconds(410)));
        Assert.False(script.IsActive(late, TimeSpan.FromSeconds(421)));
        Assert.True(script.IsActive(late, TimeSpan.FromSeconds(450 + 410)));
    }

    [Fact]
    public void The_usual_script_breaks_the_limits_of_the_demonstration_site()
    {
        string root = Repository.Root;
        var compiled = new SiteCompiler(Path.Combine(root, "firmware-profiles"), _ => null).Compile(Path.Combine(root, "install", "demo", "site.yaml"));
        var site = compiled.Model;
        Assert.NotNull(site);
        var script = IncidentScript.For(site);
        var turbidity = Assert.Single(script.Incidents, i => i.Target == "outlet/turbidity");
        var chlorine = Assert.Single(script.Incidents, i => i.Target == "outlet/free_chlorine");
        Assert.All(
            site.Alarms.Where(a => a.Kind == Core.Alarms.AlarmKind.High && Target(site, a) == "outlet/turbidity"),
            a => Assert.True(turbidity.Value > a.Setpoint));
        Assert.All(
            site.Alarms.Where(a => a.Kind == Core.Alarms.AlarmKind.Low && Target(site, a) == "outlet/free_chlorine"),
            a => Assert.True(chlorine.Value < a.Setpoint));
        Assert.Contains(script.Incidents, i => i.Kind == IncidentKind.Gain && i.Target.StartsWith("sharps-bin/", StringComparison.Ordinal));
        Assert.Contains(script.Incidents, i => i is { Kind: IncidentKind.Silent, Target: "ward-air" });
    }

    [Fact]
    public void A_breach_stays_within_what_the_point_can_have()
    {
        string text =
            """
            site: { id: s, name: S, timezone: UTC }
            buses: { a: { connect: tcp://127.0.0.1:1502 } }
            devices: { p: { profile: t/probe, bus: a, alarms: { turbidity: { high: 9 } } } }
            """;
        using var folder = new Testing.TemporaryFolder();
        folder.Write("profiles/t/probe.yaml",
            """
            profile: t/probe
            version: 1.0.0
            device: { manufacturer: T, model: P, grade: A, source: none }
            modbus: {}
            points: { turbidity: { quantity: turbidity, unit: "{NTU}", read: hr:0, type: uint16, range: [0, 10] } }
            tests: [ { registers: { "hr:0": "0001" }, expect: { turbidity: 1 } } ]
            """);
        var site = new SiteCompiler(folder.Path, _ => null).CompileText(folder["site.yaml"], Encoding.UTF8.GetBytes(text)).Model;
        Assert.NotNull(site);
        Assert.Equal(10, Assert.Single(IncidentScript.For(site).Incidents).Value);
    }

    private static string? Target(SiteModel site, AlarmModel alarm) => alarm.Point is { } point ? site.Points[point].Id : null;
}
