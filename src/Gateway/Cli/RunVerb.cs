using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Cli;

/// <summary><c>envgw run</c>: the gateway itself, as a service or by hand.</summary>
internal static class RunVerb
{
    public static Verb Create()
    {
        var run = new Verb("run", ("Run the gateway until it is told to stop.", "运行网关，直到收到停止信号。"),
            new Example("envgw run", ("the installed site file, or the one in this folder", "使用已安装的或本文件夹中的站点文件")),
            new Example("envgw run --config site.yaml", ("a site file of your own; Ctrl-C stops", "指定站点文件，Ctrl-C 停止")))
        {
            SharedOptions.Config,
        };
        run.SetAction((parsed, stop) => RunAsync(CommandContext.From(parsed), parsed.GetRequiredValue(SharedOptions.Config), stop));
        return run;
    }

    private static async Task<int> RunAsync(CommandContext context, string file, CancellationToken stop)
    {
        NativeHeap.Confine();
        if (SiteFiles.TryLoad(context, file) is not { Model: { } site } compiled) return ExitCode.ConfigurationInvalid;
        var secrets = SiteFiles.SecretsOf(file, compiled);
        var missing = secrets.ProblemsOf(site).Select(one => one.Problem).ToList();
        foreach (var problem in missing) context.Fail(problem);
        if (missing.Count > 0) return ExitCode.ConfigurationInvalid;
        if (compiled.Problems.Count > 0) context.Problems(compiled.Problems);

        try
        {
            await using var host = GatewayHost.Build(site, secrets, TimeProvider.System, builder => LogToConsole(builder, context.IsVerbose));
            return await host.RunAsync(stop) ? ExitCode.Fine : ExitCode.ProblemsFound;
        }
        catch (StoreException trouble)
        {
            context.Fail(trouble.Explanation, next: AdviceOn(trouble.Fault, site.Buffer.Path));
            return CodeOf(trouble.Fault);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            string socket = LocalSocket.ServerPath(site);
            context.Fail(($"the local socket {socket} cannot be made: {refused.Message}", $"无法创建本地套接字 {socket}：{refused.Message}"));
            return ExitCode.PermissionDenied;
        }
    }

    private static int CodeOf(StoreFault fault) => fault switch
    {
        StoreFault.Busy => ExitCode.Busy,
        StoreFault.Forbidden => ExitCode.PermissionDenied,
        _ => ExitCode.ProblemsFound,
    };

    private static Wording? AdviceOn(StoreFault fault, string folder) => fault switch
    {
        StoreFault.Busy => ("envgw status; another gateway is running on this folder", "envgw status；已有网关使用该文件夹"),
        StoreFault.Forbidden => (
            $"sudo install -d -o $USER -m 0750 {folder}, or choose another buffer path in the site file",
            $"sudo install -d -o $USER -m 0750 {folder}，或在站点文件中更换 buffer 的 path"),
        _ => null,
    };

    internal static void LogToConsole(IHostApplicationBuilder builder, bool isVerbose)
    {
        // Where nobody reads the log any more (a journal that hangs, a terminal that stands still), lines are lost and counted, and not the work.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        if (isVerbose) builder.Logging.AddFilter(nameof(Gateway), LogLevel.Debug);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
