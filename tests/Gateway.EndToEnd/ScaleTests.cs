using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>Bins on scales that nobody here wrote: a stream on a serial port (7E1), and commands behind a TCP port.</summary>
public class ScaleTests : GatewayTest
{
    [Fact]
    public async Task Bins_on_a_serial_line_and_behind_a_tcp_port_reach_the_platform_through_garbage_and_a_pulled_plug()
    {
        await using var line = await SocatPtyPair.StartAsync();
        await using var broker = await Mosquitto.StartAsync();
        await using var lab = await PythonScale.StartSicsAsync();
        var platform = await SubscribeAsync(broker);
        Gateway.WriteSite(Sites.Of(
            $"bins: {{ port: {line.A}, serial: 9600-7E1 }}, lab: {{ {Sites.Tcp(lab.Port)} }}",
            """
            sharps-bin: { profile: waste/mettler-toledo-continuous, bus: bins, every: 100ms, alarms: { comm_failure: { on_delay: 200ms } } },
            lab-bin: { profile: waste/mettler-toledo-mt-sics, bus: lab, every: 100ms }
            """.ReplaceLineEndings(" "),
            broker.Port));

        await using (var bin = await PythonScale.StartToledoAsync(line.B))
        {
            await Gateway.StartAsync();
            await WeighsAsync(platform, "sharps-bin/gross_weight", 12.34);
            await WeighsAsync(platform, "lab-bin/gross_weight", 12.34);
            await bin.WeighAsync(1584, isMoving: true);
            await WeighsAsync(platform, "sharps-bin/gross_weight", 15.84, "U:unstable");
            await lab.WeighAsync(-50);
            await WeighsAsync(platform, "lab-bin/gross_weight", -0.5);

            int before = platform.Messages.Count;
            await bin.SayGarbageAsync();
            await bin.WeighAsync(2000);
            await WeighsAsync(platform, "sharps-bin/gross_weight", 20);
            Assert.All(platform.Messages.Entries.Skip(before).ReadingsOf("sharps-bin/gross_weight"),
                reading => Assert.False(reading.Quality.StartsWith('B'), $"{reading.Value} {reading.Quality}"));
            await line.UnplugAsync();
        }
        await platform.WaitForAsync(m => m.HasReading("sharps-bin/gross_weight", (_, quality) => quality == "B:comm-failure"));
        await platform.WaitForAsync(m => m.IsAlarm("sharps-bin/comm-failure", "UNACK"));

        await line.PlugAsync();
        await using var again = await PythonScale.StartToledoAsync(line.B);
        await again.WeighAsync(2100);
        await WeighsAsync(platform, "sharps-bin/gross_weight", 21);
        await platform.WaitForAsync(m => m.IsAlarm("sharps-bin/comm-failure", "RTN_UNACK"));
        // The other bus never noticed.
        Assert.DoesNotContain(platform.Messages.Entries.ReadingsOf("lab-bin/gross_weight"), reading => reading.Quality.StartsWith('B'));
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
    }

    [Fact]
    public async Task A_simulated_bin_gains_its_bag_and_the_platform_sees_it()
    {
        await using var broker = await Mosquitto.StartAsync();
        var platform = await SubscribeAsync(broker);
        string port = Path.Combine(Gateway.Folder, "ttyBIN");
        Gateway.WriteSite(Sites.Of(
            $"bins: {{ port: {port}, serial: 9600-7E1 }}", "sharps-bin: { profile: waste/mettler-toledo-continuous, bus: bins, every: 200ms }", broker.Port));
        await using var simulation = RunningProcess.Start(
            GatewayUnderTest.Program, ["sim", "run", Gateway.SiteFile, "--incident", "gain:sharps-bin/gross_weight@2s=3.6"]);
        await simulation.WaitForLineAsync(text => text.StartsWith("Serving", StringComparison.Ordinal));
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.HasReading("sharps-bin/gross_weight", (value, quality) => quality == "U:unstable" && value.GetDouble() > 12.5));
        await platform.WaitForAsync(m => m.HasReading("sharps-bin/gross_weight", (value, quality) => quality == "G" && value.GetDouble() is > 15.9 and < 16.1));
        var status = await Gateway.StatusAsync();
        Assert.Equal("answering", status.GetProperty("buses")[0].GetProperty("devices")[0].GetProperty("state").GetString());
        Assert.Equal(0, await simulation.InterruptAsync());
    }

    private static Task<MosquittoMessage> WeighsAsync(MosquittoSubscriber platform, string point, double weight, string wanted = "G") =>
        platform.WaitForAsync(m => m.HasReading(
            point, (value, quality) => quality == wanted && value.ValueKind == JsonValueKind.Number && value.GetDouble() == weight));
}
