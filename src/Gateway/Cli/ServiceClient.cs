using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Asks the running service over its local socket.</summary>
internal sealed class ServiceClient(CommandContext context, SiteModel site) : IDisposable
{
    private readonly string _path = LocalSocket.ClientPath(site);
    private readonly HttpClient _http = LocalSocket.Client(LocalSocket.ClientPath(site));

    /// <returns>What the service said; null when it cannot be reached, which has then been reported.</returns>
    public Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) where T : class =>
        AskAsync(() => _http.GetFromJsonAsync(path, type, cancel));

    /// <returns>What the service said; null when it cannot be reached, which has then been reported.</returns>
    public Task<TAnswer?> PostAsync<T, TAnswer>(string path, T what, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answer, CancellationToken cancel)
        where TAnswer : class => AskAsync(async () =>
        {
            using var said = await _http.PostAsJsonAsync(path, what, type, cancel);
            said.EnsureSuccessStatusCode();
            return await said.Content.ReadFromJsonAsync(answer, cancel);
        });

    public void Dispose() => _http.Dispose();

    private async Task<T?> AskAsync<T>(Func<Task<T?>> ask) where T : class
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException trouble)
        {
            var reason = (trouble.InnerException as SocketException)?.SocketErrorCode;
            await context.Error.WriteLineAsync(context.Say(
                $"error: the gateway service of {site.Id} cannot be reached at {_path}: {trouble.InnerException?.Message ?? trouble.Message}",
                $"错误：无法连接 {site.Id} 的网关服务（{_path}）：{trouble.InnerException?.Message ?? trouble.Message}"));
            await context.Error.WriteLineAsync(reason == SocketError.AccessDenied
                ? context.Say("next: sudo usermod -aG envgw $USER, then log in again", "下一步：sudo usermod -aG envgw $USER，然后重新登录")
                : context.Say("next: envgw run --config SITE, or systemctl status envgw", "下一步：envgw run --config SITE，或 systemctl status envgw"));
            return null;
        }
    }
}
