using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Hosting;

namespace Gateway.Cli;

/// <summary>A bus that the service on this box has lent: the open request is the lease, and closing it gives the bus back.</summary>
/// <remarks>
/// The lease is counted here too, from before it was asked for, on our own monotonic clock: a command that was frozen longer than its lease knows by itself
/// that the bus is not its any more.
/// </remarks>
internal sealed class ServiceLease : IBusLease
{
    /// <summary>Left of the time when nothing more is begun: longer than any request takes.</summary>
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly HttpResponseMessage _response;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _watching;
    private long _from;

    /// <param name="lent">The first line that the service said.</param>
    /// <param name="askedAt">When the bus was asked for: a timestamp of <paramref name="time"/>.</param>
    public ServiceLease(HttpClient http, HttpResponseMessage response, StreamReader lines, LeaseLine lent, TimeProvider time, long askedAt)
    {
        (_http, _response, _time, _from) = (http, response, time, askedAt);
        Lent = lent;
        _watching = WatchAsync(lines);
    }

    public LeaseLine Lent { get; }

    private TimeSpan Span => TimeSpan.FromSeconds(Lent.Seconds);

    /// <summary>Of a short lease, half of it.</summary>
    private TimeSpan Margin => _margin < Span / 2 ? _margin : Span / 2;

    /// <summary>Renews when half of the time is over, so that a command that works keeps the bus and one that waits for its user does not for ever.</summary>
    public async ValueTask<bool> HoldAsync(CancellationToken cancel)
    {
        if (_watching.IsCompleted || _time.GetElapsedTime(_from) > Span - Margin) return false;
        if (_time.GetElapsedTime(_from) < Span / 2) return true;
        long asked = _time.GetTimestamp();
        try
        {
            using var answer = await _http.PostAsync($"/buses/{Uri.EscapeDataString(Lent.Bus)}/lease/{Lent.Lease}", null, cancel);
            if (!answer.IsSuccessStatusCode) return false;
            _from = asked;
            return true;
        }
        // Gone, or frozen: the service then gives the bus back to itself when it comes round.
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    public async Task<bool> RecordAsync(RegisterWriteNote note, CancellationToken cancel)
    {
        try
        {
            string place = $"/buses/{Uri.EscapeDataString(Lent.Bus)}/lease/{Lent.Lease}/write";
            using var answer = await _http.PostAsJsonAsync(place, note, LocalApiJson.Default.RegisterWriteNote, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _response.Dispose();
        await _watching;
        _http.Dispose();
        _closing.Dispose();
    }

    /// <summary>Ends when the lease does.</summary>
    private async Task WatchAsync(StreamReader lines)
    {
        try
        {
            while (await lines.ReadLineAsync(_closing.Token) is { } text)
                if (JsonSerializer.Deserialize(text, LocalApiJson.Default.LeaseLine) is { Event: "ended" }) return;
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or JsonException or HttpRequestException)
        {
            // Given back by us, or the service is gone.
        }
        finally
        {
            lines.Dispose();
        }
    }
}
