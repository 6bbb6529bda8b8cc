using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>Asks the running service over its local socket.</summary>
internal sealed class ServiceClient : IDisposable
{
    /// <summary>An acknowledgement waits until it is stored; a healthy service answers everything else at once.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private static readonly Wording _start = ("envgw run --config SITE, or systemctl status envgw", "envgw run --config SITE，或 systemctl status envgw");
    private static readonly Wording _join = ("sudo usermod -aG envgw $USER, then log in again", "sudo usermod -aG envgw $USER，然后重新登录");
    private static readonly Wording _look = ("journalctl -u envgw, or the output of envgw run", "journalctl -u envgw，或查看 envgw run 的输出");

    private readonly CommandContext _context;
    private readonly string _site;
    private readonly string _path;
    private readonly HttpClient _http;

    public ServiceClient(CommandContext context, SiteModel site, TimeSpan? patience = null)
    {
        _context = context;
        _site = site.Id;
        _path = LocalSocket.ClientPath(site);
        _http = LocalSocket.Client(_path);
        _http.Timeout = patience ?? context.Timeout ?? _patience;
    }

    /// <returns>What the service said; null when it cannot be reached, which has then been reported.</returns>
    public Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) where T : class =>
        AskAsync($"GET {path}", () => _http.GetFromJsonAsync(path, type, cancel), cancel);

    /// <returns>What the service said; null when it cannot be reached, which has then been reported.</returns>
    public Task<TAnswer?> PostAsync<T, TAnswer>(string path, T what, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answer, CancellationToken cancel)
        where TAnswer : class => AskAsync($"POST {path}", async () =>
        {
            using var said = await _http.PostAsJsonAsync(path, what, type, cancel);
            said.EnsureSuccessStatusCode();
            return await said.Content.ReadFromJsonAsync(answer, cancel);
        }, cancel);

    /// <summary>Reads what the service streams, for as long as it does.</summary>
    /// <param name="read">Reads the lines; says whether it has had enough, and not the service has ended.</param>
    /// <returns>The exit code. The end of the service, or its being out of reach, has then been reported.</returns>
    public async Task<int> ReadLinesAsync(string path, Func<StreamReader, Task<bool>> read, CancellationToken cancel)
    {
        var answer = await AskAsync<HttpResponseMessage>($"GET {path}", async () =>
        {
            var said = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancel);
            return said.IsSuccessStatusCode ? said : throw new HttpRequestException($"{(int)said.StatusCode} {said.ReasonPhrase}");
        }, cancel);
        if (answer is null) return ExitCode.ServiceNotReachable;
        using var response = answer;
        try
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
            if (await read(lines)) return ExitCode.Fine;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // The service ended in the middle of a line.
        }
        Report(("it has ended", "服务已停止"), _look);
        return ExitCode.ServiceNotReachable;
    }

    public void Dispose() => _http.Dispose();

    /// <param name="what">For a person who looks for a fault.</param>
    private async Task<T?> AskAsync<T>(string what, Func<Task<T?>> ask, CancellationToken cancel) where T : class
    {
        long askedAt = TimeProvider.System.GetTimestamp();
        try
        {
            return await ask();
        }
        catch (HttpRequestException trouble)
        {
            var (why, next) = ReasonOf(trouble);
            Report(why, next);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            string span = BusOptions.SpanText(_http.Timeout);
            Report(($"no answer within {span}", $"{span} 内无应答"), _look);
        }
        catch (JsonException)
        {
            Report(("its answer is not understood; is it another version of envgw?", "应答无法识别；是否为其他版本的 envgw？"), _look);
        }
        finally
        {
            string took = BusOptions.SpanText(TimeProvider.System.GetElapsedTime(askedAt));
            _context.Detail(($"{what} at {_path}: {took}", $"{what}（{_path}）：{took}"));
        }
        return null;
    }

    private static (Wording Why, Wording Next) ReasonOf(HttpRequestException trouble) => (trouble.InnerException as SocketException)?.SocketErrorCode switch
    {
        // .NET's word for a path that is not there (ENOENT).
        SocketError.AddressNotAvailable => (("it is not running", "服务未运行"), _start),
        SocketError.ConnectionRefused => (("it is not running; its last end was not in order", "服务未运行，上次未正常退出"), _start),
        SocketError.AccessDenied => (("this user may not talk to it", "当前用户没有权限"), _join),
        _ => (trouble.InnerException?.Message ?? trouble.Message, _look),
    };

    private void Report(Wording why, Wording next) => _context.Fail(
        ($"the gateway service of {_site} cannot be reached at {_path}: {why.English}",
            $"无法连接 {_site} 的网关服务（{_path}）：{why.Chinese}"),
        next: next);
}
