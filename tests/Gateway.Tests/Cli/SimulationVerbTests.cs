using System.Net;
using System.Net.Sockets;
using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public class SimulationVerbTests
{
    [Fact]
    public async Task A_port_that_another_simulation_has_is_busy()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        using var site = new SiteFolder(((IPEndPoint)first.LocalEndpoint).Port);
        var run = await CommandRun.Of("sim", "run", site.SiteFile);
        Assert.Equal((ExitCode.Busy, ""), (run.ExitCode, run.Out));
        Assert.Equal(2, run.ErrorLines.Count);
        Assert.StartsWith("error: ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("a port of this site is in use", run.ErrorLines[1], StringComparison.Ordinal);
        Assert.StartsWith("错误：", (await CommandRun.InChinese("sim", "run", site.SiteFile)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_simulations_of_one_site_do_not_share_a_port()
    {
        using var site = new SiteFolder(FreePort.Next());
        await using var first = RunningProcess.Start(Program, ["sim", "run", site.SiteFile]);
        await first.WaitForLineAsync(line => line.StartsWith("Serving", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Busy, (await CommandRun.Of("sim", "run", site.SiteFile)).ExitCode);
    }

    [Fact]
    public async Task Two_simulations_of_one_site_do_not_take_each_others_serial_port()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("site.yaml",
            $$"""
            site: { id: bench, name: Bench, timezone: Asia/Shanghai }
            buses: { bins: { port: {{folder["ttyBIN"]}}, serial: 9600-7E1 } }
            devices: { bin: { profile: waste/mettler-toledo-continuous, bus: bins } }
            """);
        await using var first = RunningProcess.Start(Program, ["sim", "run", file]);
        await first.WaitForLineAsync(line => line.StartsWith("Serving", StringComparison.Ordinal));
        string? before = new FileInfo(folder["ttyBIN"]).LinkTarget;
        var second = await CommandRun.Of("sim", "run", file);
        Assert.Equal(ExitCode.Busy, second.ExitCode);
        Assert.Equal(before, new FileInfo(folder["ttyBIN"]).LinkTarget);
    }

    [Fact]
    public async Task A_site_made_for_real_hardware_is_played_whole_in_a_folder()
    {
        using var folder = new TemporaryFolder();
        string original = Path.Combine(House.Repository.Root, "install", "site.example.yaml");
        await using var simulation = RunningProcess.Start(Program, ["sim", "run", original, "--local", folder.Path, "--calm"]);
        foreach (string bus in new[] { "plant", "hall", "bins", "store" })
            await simulation.WaitForLineAsync(
                line => line.StartsWith("Serving", StringComparison.Ordinal) && line.Contains($"({bus})", StringComparison.Ordinal));
        Assert.True(File.Exists(folder["tty-plant"]));
        Assert.True(File.Exists(folder["tty-bins"]));

        await using var gateway = RunningProcess.Start(Program, ["run", "--config", folder["site.yaml"]]);
        foreach (string bus in new[] { "plant", "hall", "bins", "store" })
            await gateway.WaitForLineAsync(line => line.Contains($"Bus {bus} is open", StringComparison.Ordinal));
        Assert.Equal(0, await gateway.InterruptAsync());
        Assert.Equal(0, await simulation.InterruptAsync());
    }

    [Fact]
    public async Task A_site_file_that_no_simulation_made_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        string own = folder.Write("site.yaml", File.ReadAllText(Path.Combine(House.Repository.Root, "install", "demo", "site.yaml")));
        var run = await CommandRun.Of("sim", "run", own, "--local", folder.Path);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains("was not made by a simulation", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("sim run --local", File.ReadAllText(own), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_exit_code_0_and_takes_the_ports_away()
    {
        using var folder = new TemporaryFolder();
        string port = folder["ttyAIR"];
        string file = folder.Write("site.yaml",
            $$"""
            site: { id: bench, name: Bench, timezone: Asia/Shanghai }
            buses: { air: { port: {{port}}, serial: 19200-8N1 } }
            devices: { ward: { profile: hvac/vaisala-gmw90-hmw90, bus: air } }
            """);
        await using var process = RunningProcess.Start(Program, ["sim", "run", file]);
        await process.WaitForLineAsync(line => line.StartsWith("Serving", StringComparison.Ordinal));
        await Patience.UntilAsync(() => new FileInfo(port).LinkTarget is not null);
        Assert.Equal(ExitCode.Fine, await process.InterruptAsync());
        Assert.Null(new FileInfo(port).LinkTarget);
        Assert.Empty(process.Errors.Entries);
    }

    [Theory]
    [InlineData("bogus", "'bogus' is not an incident")]
    [InlineData("value:outlet/ph@1s+1s=3", "the site has no point 'outlet/ph'")]
    [InlineData("silent:inlet@1s+1s", "the site has no device 'inlet'")]
    public async Task A_wrong_incident_is_wrong_usage(string incident, string error)
    {
        using var site = new SiteFolder();
        var run = await CommandRun.Of("sim", "run", site.SiteFile, "--incident", incident);
        Assert.Equal((ExitCode.WrongUsage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"error: {error}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_that_is_not_on_this_machine_cannot_be_played()
    {
        using var site = new SiteFolder();
        File.WriteAllText(site.SiteFile, File.ReadAllText(site.SiteFile).Replace("127.0.0.1", "192.0.2.7", StringComparison.Ordinal));
        var run = await CommandRun.Of("sim", "run", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("192.0.2.7 is not a loopback address", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("错误：总线 line", (await CommandRun.InChinese("sim", "run", site.SiteFile)).Error, StringComparison.Ordinal);
    }

    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "envgw");
}
