using Gateway.Cli;
using Gateway.Core.Site;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Cli;

/// <summary>A real HTTP server on the socket of a site, that says what a test wants it to say.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication _host;

    private FakeService(WebApplication host) => _host = host;

    public static async Task<FakeService> StartAsync(SiteModel site, Action<WebApplication> map)
    {
        Directory.CreateDirectory(site.Buffer.Path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalApiJson.Default));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(LocalSocket.ServerPath(site)));
        var host = builder.Build();
        map(host);
        await host.StartAsync();
        return new FakeService(host);
    }

    public static SiteModel SiteOf(string file) => SiteFiles.Compile(file).Model ?? throw new InvalidOperationException("the site is not sound");

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();
}
