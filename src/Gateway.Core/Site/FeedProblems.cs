using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Families M and D: what feeds and the buffer are told that cannot work or is unsafe.</summary>
internal static class FeedProblems
{
    public static readonly ProblemKind PlainPassword = new("M101", Severity.Warning,
        ("the password of feed '{0}' stands in the file", "上报通道 “{0}” 的口令直接写在文件中"),
        ("put it alone into the file secrets/{1} beside this file (chmod 600), then write password: ${secret:{1}}",
            "将密码单独写入本文件旁的 secrets/{1}（chmod 600），然后写 password: ${secret:{1}}"),
        ("Site files are copied, mailed and shown on screens. A secret lies in a file of its own that only the service can read, and is never printed.",
         "站点文件会被复制、发送和展示。密钥单独存放，只有服务可读，绝不输出。"));

    public static readonly ProblemKind CertificateNeedsTls = new("M102", Severity.Error,
        ("'{0}' has no effect on {1}://", "{1}:// 下 “{0}” 不起作用"),
        ("use {2}://, or leave '{0}' out", "请使用 {2}://，或删除 “{0}”"),
        ("Certificates belong to TLS. Without it everything, also the password, is readable on the way.",
         "证书属于 TLS。不使用 TLS 时，包括口令在内的所有内容在途中均可被读取。"));

    public static readonly ProblemKind PasswordUnprotected = new("M103", Severity.Warning,
        ("the password of feed '{0}' goes over the network unencrypted", "上报通道 “{0}” 的口令以明文传输"),
        ("use {1}://", "请使用 {1}://"),
        ("Without TLS anyone on the way can read the password and write false readings in the gateway's name.",
         "不使用 TLS 时，途中任何人都能读取口令，并冒充网关上报虚假读数。"));

    public static readonly ProblemKind Topic = new("M104", Severity.Error,
        ("'{0}' cannot be the root of topics: {1}", "“{0}” 不能作为主题前缀：{1}"),
        ("an example: envgw1/{org}/{gateway}", "例如：envgw1/{org}/{gateway}"),
        ("A topic root has no + or #, does not begin with $, and does not begin or end with a slash. {org} and {gateway} are filled in.",
         "主题前缀不能含 + 或 #，不能以 $ 开头，首尾不能是斜杠。{org} 和 {gateway} 会自动填入。"));

    public static readonly ProblemKind ClientTwice = new("M105", Severity.Error,
        ("feeds '{0}' and '{1}' have the same client id on the same broker", "上报通道 “{0}” 与 “{1}” 在同一服务器上使用了相同的客户端标识"),
        ("give one of them another client_id", "请为其中一个设置不同的 client_id"),
        ("A broker throws the first connection out when a second comes with the same client identifier, and the two would do so for ever.",
         "服务器遇到相同的客户端标识会断开先前的连接，两个通道会无休止地互相踢下线。"));

    public static readonly ProblemKind PasswordNeedsUser = new("M106", Severity.Error,
        ("feed '{0}' has a password but no user", "上报通道 “{0}” 有口令但没有用户名"),
        ("add 'user: …'", "请添加 “user: …”"),
        ("MQTT 3.1.1 does not allow a password without a user name, and brokers look passwords up by name.",
         "MQTT 3.1.1 不允许只有口令而无用户名，服务器也按用户名查找口令。"));

    public static readonly ProblemKind SendsNothing = new("M107", Severity.Warning,
        ("feed '{0}' sends neither alarms nor readings", "上报通道 “{0}” 既不上报报警也不上报读数"),
        ("choose something under 'send:', or remove the feed", "请在 “send:” 下选择内容，或删除该通道"),
        ("The feed would connect and tell its state, and nothing else.", "该通道只会连接并报告状态，不发送其他内容。"));

    public static readonly ProblemKind SmallForKeep = new("D101", Severity.Warning,
        ("{0} will hold about {1} of readings, not {2}", "{0} 约可保存 {1} 的读数，不足 {2}"),
        ("raise 'maximum' or lower 'keep'", "请增大 maximum 或减小 keep"),
        ("Estimated from the points and their periods at 8 bytes a reading. When the buffer is full, the oldest readings go first, and that is reported.",
         "按点位数、周期和每个读数 8 字节估算。缓存满时先删除最旧的读数，并会报告。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
        [PlainPassword, CertificateNeedsTls, PasswordUnprotected, Topic, ClientTwice, PasswordNeedsUser, SendsNothing, SmallForKeep];
}
