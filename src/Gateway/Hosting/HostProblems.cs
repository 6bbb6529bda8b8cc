using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>What is wrong with a site on this machine although its files are sound.</summary>
internal static class HostProblems
{
    public static readonly ProblemKind SocketPath = new("D110", Severity.Error,
        ("the path of the local socket is too long: {0}", "本地套接字路径过长：{0}"),
        ("choose a buffer path of at most {1} bytes", "buffer 的 path 最多 {1} 字节"),
        ("Commands on the same box reach the gateway by a Unix socket in its data folder. The kernel takes names of at most 107 bytes (unix(7)).",
         "本机命令通过数据文件夹中的 Unix 套接字访问网关，内核允许的路径最长 107 字节（unix(7)）。"));

    public static readonly ProblemKind SecretUnusable = new("D111", Severity.Warning,
        ("{0}", "{0}"),
        ("put it there before 'envgw run', which does not start without it", "请在 envgw run 之前放好，否则无法启动"),
        ("A feed's password or key lies in a file of its own: a systemd credential, /etc/envgw/secrets, or the folder secrets beside the site file. Only its "
            + "owner may read it (mode 0600).",
         "上报通道的口令或私钥存放在单独的文件中：systemd 凭据、/etc/envgw/secrets，或站点文件旁的 secrets 文件夹，且只有所有者可读（权限 0600）。"));

    public static ProblemKind? Find(string code) => new[] { SocketPath, SecretUnusable }.FirstOrDefault(kind => kind.Code == code);

    /// <summary>What would keep a sound site from running here.</summary>
    public static IEnumerable<Problem> Of(SiteModel site, SourceFile file, SiteSecrets secrets)
    {
        string socket = LocalSocket.ServerPath(site);
        if (!LocalSocket.IsPossible(socket)) yield return At(file, SocketPath, site.Buffer.Path, socket, $"{LocalSocket.LongestFolder}");
        foreach (var (secret, problem) in secrets.ProblemsOf(site)) yield return At(file, SecretUnusable, secret, problem);
    }

    /// <summary>The problem at the first line that shows the text, else at the file's beginning.</summary>
    private static Problem At(SourceFile file, ProblemKind kind, string text, params Wording[] arguments)
    {
        var found = file.Lines
            .Select((line, at) => (Line: line, Number: at + 1, Column: line.IndexOf(text, StringComparison.Ordinal) + 1))
            .FirstOrDefault(l => l.Column > 0);
        return new Problem
        {
            Kind = kind,
            File = file.Name,
            Span = found.Line is null ? TextSpan.Start : TextSpan.Of(found.Number, found.Column, text.Length),
            Arguments = arguments,
            SourceLine = found.Line,
        };
    }
}
