using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Family P, 301 and on: what a profile says of a scale that no scale could mean.</summary>
internal static class ScaleProblems
{
    public static readonly ProblemKind ModeUnfit = new("P301", Severity.Error,
        ("protocol '{0}' cannot be used in mode '{1}'", "协议 “{0}” 不能使用模式 “{1}”"),
        ("modes: {2}", "可用模式：{2}"),
        ("A scale talks by itself (stream), answers a question (polled), or answers a question that names its address (addressed). Not every protocol has "
            + "all three.",
         "秤可以主动发送（stream）、应答询问（polled）、或按地址应答（addressed）。并非每种协议都支持全部三种。"));

    public static readonly ProblemKind OptionUnfit = new("P302", Severity.Error,
        ("'{0}' means nothing {1}", "{1}时 “{0}” 不起作用"),
        ("leave '{0}' out", "请删除 “{0}”"),
        ("Each protocol leaves only some things to the device's menu; a key for another thing would have no effect, and nobody would notice.",
         "每种协议只有部分内容由设备菜单决定；其他键不会起作用，也不会有人发现。"));

    public static readonly ProblemKind Unusable = new("P303", Severity.Error,
        ("the scale cannot be read like this: {0}", "不能这样读取秤：{0}"),
        ("check the keys of the scale section against the scale's manual", "请对照说明书检查 scale 段的各键"),
        ("What the section says is refused by the protocol. A pattern is a regular expression with named groups, without look-around and back references; it "
            + "needs the group 'weight'.",
         "协议不接受此段内容。pattern 是带命名组的正则表达式，不能用环视和反向引用，且必须有 weight 组。"));

    public static readonly ProblemKind NoUnitOfWeight = new("P304", Severity.Error,
        ("'{0}' is no unit of weight", "“{0}” 不是重量单位"),
        ("units: {1}", "可用单位：{1}"),
        ("A scale may be switched to another unit by a key, so each weight is converted from the unit in the frame to the unit of the point, by exact factors.",
         "秤上按键即可切换单位，因此每个重量都按精确系数从报文单位换算为点位单位。"));

    public static readonly ProblemKind PointUnfit = new("P305", Severity.Error,
        ("point '{0}' has '{1}', but the profile describes a {2}", "点位 “{0}” 写了 “{1}”，而模板描述的是{2}"),
        ("write '{3}'", "请写 “{3}”"),
        ("Points of a Modbus device are read from registers (read:), those of a scale show a part of its frame (field:).",
         "Modbus 设备的点位取自寄存器（read:），秤的点位取自报文的一部分（field:）。"));

    public static readonly ProblemKind SectionUnfit = new("P306", Severity.Error,
        ("'{0}' means nothing in the profile of a scale", "秤的模板中 “{0}” 不起作用"),
        ("leave '{0}' out", "请删除 “{0}”"),
        ("Channels, status words and identity checks are made of registers, which a scale with a weighing protocol does not have. What its frames say of the "
            + "weight becomes its quality by itself.",
         "channels、status 和 identify 由寄存器构成，使用称重协议的秤没有寄存器。报文中的状态会自动转为质量。"));

    public static readonly ProblemKind NoReport = new("P307", Severity.Error,
        ("test {0}: there is no whole frame in it", "测试 {0}：其中没有完整的报文"),
        ("check the bytes, their terminator and the check sum", "请检查字节、结束符和校验和"),
        ("The bytes of the test, read as the protocol says, hold no frame.", "按协议读取测试中的字节，找不到报文。"));

    public static readonly ProblemKind TestUnfit = new("P308", Severity.Error,
        ("test {0} gives '{1}', but the profile describes a {2}", "测试 {0} 给出了 “{1}”，而模板描述的是{2}"),
        ("give '{3}'", "请写 “{3}”"),
        ("A test gives what the device sends: registers for a Modbus device, frames (hexadecimal) or text for a scale.",
         "测试给出设备发送的内容：Modbus 设备写 registers，秤写 frames（十六进制）或 text。"));

    public static readonly ProblemKind NoStability = new("P309", Severity.Warning,
        ("point '{0}' will never say whether the weight is stable", "点位 “{0}” 无法说明重量是否稳定"),
        ("add 'stability: { within: 0.02, for: 2s }' to the scale section", "请在 scale 段添加 “stability: { within: 0.02, for: 2s }”"),
        ("The frames of the protocol carry no word about stability. With a rule the gateway judges it: the weight has moved by no more than 'within' for "
            + "the time 'for'.",
         "该协议的报文不含稳定标志。给出判据后由网关判断：在 for 时间内重量变化不超过 within。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
        [ModeUnfit, OptionUnfit, Unusable, NoUnitOfWeight, PointUnfit, SectionUnfit, NoReport, TestUnfit, NoStability];
}
