using System.CommandLine;
using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Cli;

/// <summary><c>envgw run</c>: the gateway itself, as a service or by hand.</summary>
internal static class RunVerb
{
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var run = new Command("run", "Run the gateway until it is told to stop.") { SharedOptions.Config };
        run.SetAction(async (parsed, stop) =>
        {
            var context = CommandContext.From(parsed);
            string file = parsed.GetRequiredValue(SharedOptions.Config);
            return SiteFiles.TryLoad(context, file) is { Model: { } site } compiled
                ? await RunAsync(context, site, new SiteSecrets(SecretStore.For(file), compiled.PlainSecrets), stop)
                : ExitCode.ConfigurationInvalid;
        });
        return run;
    }

    private static async Task<int> RunAsync(CommandContext context, SiteModel site, SiteSecrets secrets, CancellationToken stop)
    {
        string socket = LocalSocket.ServerPath(site);
        if (!LocalSocket.IsPossible(socket))
        {
            await context.Error.WriteLineAsync(context.Say(
                $"error: the path of the local socket is too long: {socket}. Next: choose a shorter buffer path",
                $"错误：本地套接字路径过长：{socket}。下一步：缩短 buffer 的 path"));
            return ExitCode.ConfigurationInvalid;
        }
        var missing = secrets.ProblemsOf(site).ToList();
        foreach (string problem in missing) await context.Error.WriteLineAsync($"error: {problem}");
        if (missing.Count > 0) return ExitCode.ConfigurationInvalid;

        await using var host = Build(site, secrets, socket);
        try
        {
            await host.StartAsync(stop);
        }
        catch (StoreException trouble)
        {
            await context.Error.WriteLineAsync($"error: {trouble.Message}");
            return trouble.Fault switch
            {
                StoreFault.Busy => ExitCode.Busy,
                StoreFault.Forbidden => ExitCode.PermissionDenied,
                _ => ExitCode.ProblemsFound,
            };
        }
        File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        await host.WaitForShutdownAsync(stop);
        return host.Services.GetRequiredService<GatewayService>().HasFailed ? ExitCode.ProblemsFound : ExitCode.Fine;
    }

    private static WebApplication Build(SiteModel site, SiteSecrets secrets, string socket)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = _stopWithin);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(site);
        builder.Services.AddSingleton(secrets);
        builder.Services.AddSingleton<GatewayRooms>();
        builder.Services.AddSingleton<GatewayService>();
        builder.Services.AddSingleton(services => new SystemdNotifier(
            Environment.GetEnvironmentVariable, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SystemdNotifier>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<GatewayService>());
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalApiJson.Default));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        var host = builder.Build();
        host.MapLocalApi();
        return host;
    }
}
