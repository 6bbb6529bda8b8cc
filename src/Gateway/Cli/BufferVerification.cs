using System.Text.Json;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.History;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw buffer verify</c>: looks at every page, row and reading of a data folder, and says what is damaged as it is found.</summary>
internal sealed class BufferVerification(CommandContext context, SiteModel site)
{
    private readonly List<BufferDamage> _found = [];
    private readonly string _path = StoreInspection.PathIn(site.Buffer.Path);
    private long _messages;
    private long _readings;
    private long _rows;
    private long _said;

    /// <param name="head">A head of the audit log that somebody has kept: NUMBER:HASH; null for none.</param>
    /// <returns>The exit code.</returns>
    public int Run(string? head, CancellationToken stop)
    {
        var (isHead, published) = BufferAuditVerb.HeadIn(head);
        if (!isHead)
        {
            context.Fail(("--head is written as NUMBER:HASH, with 64 hex digits", "--head 应写作 行号:哈希（64 位十六进制）"));
            return ExitCode.WrongUsage;
        }
        VerifyStore(stop);
        VerifyHistory(stop);
        VerifyAudit(published);
        if (context.Json) WriteJson();
        else Write();
        return _found.Count == 0 ? ExitCode.Fine : ExitCode.ProblemsFound;
    }

    /// <summary>A database that cannot be read keeps nobody from looking at the rest.</summary>
    private void VerifyStore(CancellationToken stop)
    {
        try
        {
            using var store = new StoreInspection(site.Buffer.Path, TimeProvider.System);
            foreach (var what in store.Verify(looked => Progress(looked, stop))) Add(_path, what);
        }
        catch (StoreException unreadable) when (unreadable.Fault != StoreFault.Forbidden)
        {
            Add(_path, unreadable.Explanation);
        }
    }

    private void VerifyHistory(CancellationToken stop)
    {
        var history = new HistoryInspection(site.Buffer.Path);
        foreach (var missing in history.Missing()) Add(missing.Path, missing.Reason);
        foreach (var day in history.Days())
        {
            stop.ThrowIfCancellationRequested();
            context.Note($"{day.Day:yyyy-MM-dd} …");
            var (sound, troubles) = history.Verify(day.Day);
            _readings += sound;
            foreach (var trouble in troubles)
            {
                string hour = trouble.Hour is { } time ? MomentText.Utc(time.ToUnixTimeMilliseconds()) + " " : "";
                Add(trouble.Path, ($"{hour}{trouble.Point} {trouble.Reason.English}", $"{hour}{trouble.Point} {trouble.Reason.Chinese}"));
            }
        }
    }

    private void VerifyAudit(AuditHead? published)
    {
        var log = new AuditInspection(site.Buffer.Path);
        try
        {
            foreach (var what in log.Verify(published)) Add(log.Path, what);
            if (log.Exists) _rows = log.Rows(0).LongCount();
        }
        catch (StoreException unreadable)
        {
            Add(log.Path, unreadable.Explanation);
        }
    }

    private void Add(string path, Wording what)
    {
        string said = what.In(context.Language);
        _found.Add(new BufferDamage(path, said));
        if (!context.Json) context.Out.WriteLine(said.StartsWith(path, StringComparison.Ordinal) ? $"! {said}" : $"! {path}: {said}");
    }

    private void Progress(long looked, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        _messages = looked;
        if (looked - _said < BufferVerb.ProgressMessages) return;
        _said = looked;
        context.Note(($"{looked} messages …", $"{looked} 条消息……"));
    }

    private void Write()
    {
        if (_rows > 0) context.Out.WriteLine(context.Say($"{Plural.Of(_rows, "row")} of the audit log", $"审计日志 {_rows} 行"));
        var verdict = _found.Count == 0 ? new Wording("all sound", "全部完好") : new Wording(Plural.Of(_found.Count, "problem"), $"{_found.Count} 个问题");
        context.Out.WriteLine(context.Say(
            $"{Plural.Of(_messages, "message")} and {Plural.Of(_readings, "reading")} of history looked at: {verdict.English}",
            $"已检查 {_messages} 条消息和历史数据中的 {_readings} 个读数：{verdict.Chinese}"));
    }

    private void WriteJson() => context.Out.WriteLine(JsonSerializer.Serialize(
        new BufferVerifyReport("envgw.buffer-verify/1", _path, _messages, _readings, _rows, _found), CliJson.Readable.BufferVerifyReport));
}
