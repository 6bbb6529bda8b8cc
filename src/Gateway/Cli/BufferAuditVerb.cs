using System.CommandLine;
using System.Globalization;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Cli;

/// <summary><c>envgw buffer audit</c>, and the audit log's part of <c>buffer status</c> and <c>buffer verify</c>.</summary>
internal static class BufferAuditVerb
{
    private static readonly VerbOption<long> _from =
        new("--from", ("First row (default: the oldest).", "起始行号（默认为最旧的）。"), "NUMBER") { DefaultValueFactory = _ => 0 };

    /// <summary>A head that somebody has kept, for <c>buffer verify</c>.</summary>
    public static VerbOption<string?> Head { get; } = new(
        "--head", ("A head of the audit log that was published: number and hash must be in the log.", "已公布的审计日志末端：日志中须有该行号及其哈希。"), "NUMBER:HASH");

    public static Verb Create(Func<ParseResult, Func<CommandContext, SiteModel, int>, int> withSite)
    {
        var audit = new Verb("audit", ("Who did what through this box, and what happened to it: the chained log.", "何人经本机做了何事、本机发生了何事：链式审计日志。"),
            new Example("envgw buffer audit", ("a line each", "每条一行")),
            new Example("envgw buffer audit --json --file audit.jsonl", ("with all that is hashed", "含全部参与哈希的内容")))
        {
            _from, OutputFile.Option, SharedOptions.Config,
        };
        audit.SetAction((parsed, stop) => Task.FromResult(withSite(parsed, (context, site) => Export(parsed, context, site, stop))));
        return audit;
    }

    /// <returns>The head that was named, null for none; not sound when it is not a head.</returns>
    public static (bool IsSound, AuditHead? Head) HeadIn(string? text)
    {
        if (text is null) return (true, null);
        int colon = text.IndexOf(':');
        bool isHead = colon > 0 && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && text.Length - colon - 1 == AuditHead.None.Hash.Length && text[(colon + 1)..].All(char.IsAsciiHexDigit);
        return isHead
            ? (true, new AuditHead(long.Parse(text.AsSpan(0, colon), CultureInfo.InvariantCulture), text[(colon + 1)..].ToLowerInvariant()))
            : (false, null);
    }

    private static int Export(ParseResult parsed, CommandContext context, SiteModel site, CancellationToken stop)
    {
        var log = new AuditInspection(site.Buffer.Path);
        try
        {
            return OutputFile.Write(context, parsed.GetValue(OutputFile.Option), output =>
            {
                foreach (var row in log.Rows(parsed.GetValue(_from)))
                {
                    stop.ThrowIfCancellationRequested();
                    output.Write(context.Json ? AuditRowLine.Json(row) : AuditRowLine.Text(row));
                    output.Write('\n');
                }
                return ExitCode.Fine;
            });
        }
        catch (StoreException trouble)
        {
            context.Fail(trouble.Explanation);
            return ExitCode.ProblemsFound;
        }
    }
}
