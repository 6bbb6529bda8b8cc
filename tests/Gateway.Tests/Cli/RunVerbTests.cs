using System.Net.Sockets;
using Gateway.Cli;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Cli;

/// <summary>The service as a process: its exit codes, and its end.</summary>
public class RunVerbTests
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "envgw");

    [Fact]
    public async Task A_second_gateway_on_one_folder_is_refused_and_the_first_serves_on()
    {
        using var site = new SiteFolder();
        await using var first = await StartAsync(site);
        var second = await CommandRun.Of("run", "--config", site.SiteFile);
        Assert.Equal((ExitCode.Busy, ""), (second.ExitCode, second.Out));
        Assert.Contains($"is in use by process {first.Id}", second.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("next: envgw status", second.ErrorLines[1], StringComparison.Ordinal);
        var inChinese = await CommandRun.InChinese("run", "--config", site.SiteFile);
        Assert.StartsWith($"错误：数据文件夹 {site.BufferFolder} 正被进程 {first.Id} 使用。", inChinese.Error, StringComparison.Ordinal);

        var status = await CommandRun.Of("status", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ProblemsFound, status.ExitCode);
        Assert.Contains("! bus line: ", status.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, await first.TerminateAsync());
        Assert.Equal(ExitCode.ServiceNotReachable, (await CommandRun.Of("status", "--config", site.SiteFile)).ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_exit_code_0()
    {
        using var site = new SiteFolder();
        await using var gateway = await StartAsync(site);
        Assert.Equal(ExitCode.Fine, await gateway.InterruptAsync());
        Assert.Contains(gateway.Output.Entries, line => line.EndsWith("Stopped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_exit_code_6_with_advice()
    {
        using var site = new SiteFolder();
        string folder = site.SiteFile + "/buffer";
        string file = site.Write("other.yaml", SiteFolder.Text(folder));
        await using var process = RunningProcess.Start(_program, ["--lang", "en", "run", "--config", file]);
        Assert.Equal(ExitCode.PermissionDenied, await process.WaitForExitAsync());
        Assert.Empty(process.Output.Entries);
        Assert.Equal(2, process.Errors.Count);
        Assert.StartsWith($"error: The data folder {folder} cannot be used", process.Errors.Entries[0], StringComparison.Ordinal);
        Assert.StartsWith($"next: sudo install -d -o $USER -m 0750 {folder}", process.Errors.Entries[1], StringComparison.Ordinal);
        Assert.StartsWith("错误：", (await CommandRun.InChinese("run", "--config", file)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_a_killed_gateway_left_in_the_data_folder_does_not_hide_a_service_that_listens_elsewhere()
    {
        using var site = new SiteFolder();
        string left = Path.Combine(Directory.CreateDirectory(site.BufferFolder).FullName, "envgw.sock"),
            runtime = Directory.CreateDirectory(site["run"]).FullName;
        using var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        killed.Bind(new UnixDomainSocketEndPoint(left));
        await using var gateway = RunningProcess.Start(
            _program, ["run", "--config", site.SiteFile], environment: new Dictionary<string, string?> { ["RUNTIME_DIRECTORY"] = runtime });
        await Patience.UntilAsync(() => File.Exists(Path.Combine(runtime, "envgw.sock")));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void A_log_that_nobody_reads_holds_up_no_room()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        RunVerb.LogToConsole(builder, isVerbose: false);
        using var services = builder.Services.BuildServiceProvider();
        Assert.Equal(ConsoleLoggerQueueFullMode.DropWrite, services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.QueueFullMode);
    }

    private static async Task<RunningProcess> StartAsync(SiteFolder site)
    {
        var gateway = RunningProcess.Start(_program, ["run", "--config", site.SiteFile]);
        await gateway.WaitForLineAsync(line => line.Contains("Running bench", StringComparison.Ordinal));
        // The log line stands before the socket does.
        await Patience.UntilAsync(() => File.Exists(Path.Combine(site.BufferFolder, "envgw.sock")));
        return gateway;
    }
}
