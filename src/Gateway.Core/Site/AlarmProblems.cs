using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Family A: alarms and limit packs.</summary>
internal static class AlarmProblems
{
    public static readonly ProblemKind LimitOrder = new("A010", Severity.Error,
        ("'{0}' at {1} is not {2} '{3}' at {4}", "“{0}”（{1}）没有{2} “{3}”（{4}）"),
        ("the order is low_low < low < high < high_high", "顺序应为 low_low < low < high < high_high"),
        ("Limits in the wrong order would raise alarms at every value. Values from limit packs count too, unless the site sets the same limit itself.",
         "限值顺序颠倒会使任何数值都报警。来自限值包的限值同样参与比较，除非站点自行设置了同一限值。"));

    public static readonly ProblemKind OutsideRange = new("A020", Severity.Error,
        ("the limit {0} lies outside the range {1} to {2} of point '{3}'", "限值 {0} 超出点位 “{3}” 的范围 {1} 到 {2}"),
        ("check the unit ({4}) and the number", "请检查单位（{4}）和数值"),
        ("The point can never reach the limit: readings outside its range are bad and raise no process alarm. Most often the number is in another unit.",
         "点位永远达不到该限值：超出范围的读数为无效，不会触发过程报警。多半是单位不一致。"));

    public static readonly ProblemKind CanChatter = new("A031", Severity.Warning,
        ("alarm '{0}' can chatter: no deadband and no delay", "报警 “{0}” 可能抖动：没有死区也没有延时"),
        ("add 'deadband: {1}' or 'on_delay: 10s'", "请添加 “deadband: {1}” 或 “on_delay: 10s”"),
        ("A value that hovers at the limit raises and clears the alarm with every sample. A deadband asks for a clear return, a delay for persistence "
            + "(ANSI/ISA-18.2-2016, 10.5).",
         "数值在限值附近波动时，报警会随每次采样反复触发和恢复。死区要求明显回落，延时要求持续一段时间（ANSI/ISA-18.2-2016，10.5）。"));

    public static readonly ProblemKind NotANumber = new("A040", Severity.Error,
        ("point '{0}' is no number, so it has no limits", "点位 “{0}” 不是数值，不能设限值"),
        ("leave its limits out", "请删除其限值"),
        ("Limits compare numbers. States and texts are watched through quality and device alarms.", "限值用于比较数值。状态和文本由质量与设备报警监视。"));

    public static readonly ProblemKind NoLimit = new("A041", Severity.Warning,
        ("the alarms of '{0}' set no limit", "“{0}” 的报警没有设置限值"),
        ("add high, low, high_high or low_low", "请添加 high、low、high_high 或 low_low"),
        ("Without a limit, here or in a pack, there is nothing that deadband, delay and priority could belong to.",
         "此处和限值包中都没有限值时，死区、延时和优先级没有对象。"));

    public static readonly ProblemKind Looser = new("A051", Severity.Warning,
        ("'{0}' at {1} is looser than {2} in {3}", "“{0}”（{1}）比 {3} 的 {2} 宽松"),
        ("keep the site's limit inside the standard's", "站点限值应严于标准"),
        ("The site's own limit replaces the standard's. If it is looser, a breach of the standard raises no alarm.",
         "站点限值会取代标准限值。若更宽松，超标时将不会报警。"));

    public static readonly ProblemKind PackNotFound = new("A101", Severity.Error,
        ("there is no limit pack '{0}'", "没有限值包 “{0}”"),
        ("packs: {1}", "现有限值包：{1}"),
        ("Limit packs lie in the folder 'limits' among the profiles.", "限值包位于模板目录的 limits 文件夹中。"));

    public static readonly ProblemKind NeedsClass = new("A102", Severity.Error,
        ("limit packs need the site class of device '{0}'", "使用限值包必须写明设备 “{0}” 的场所类别"),
        ("add 'class: …', one of {1}", "请添加 “class: …”，可选：{1}"),
        ("The same quantity has other limits at a plant's outlet than in a hospital's waste water. Without the class a limit would be guessed.",
         "同一种量在出厂水和医院污水中的限值不同。不写类别就只能猜测。"));

    public static readonly ProblemKind NothingLimited = new("A103", Severity.Warning,
        ("limit pack '{0}' limits nothing of device '{1}' in class '{2}'", "限值包 “{0}” 对设备 “{1}”（类别 “{2}”）没有任何限值"),
        ("classes of the pack: {3}", "限值包的类别：{3}"),
        ("None of the pack's rows has this class and a quantity of this device. Probably the class or a quantity is misspelt, or the pack is the wrong one.",
         "限值包中没有任何一行同时匹配该类别和设备的量。可能是类别或量写错，或选错了限值包。"));

    public static readonly ProblemKind UnitDiffers = new("A104", Severity.Error,
        ("the limit of {0} is in {1}, but point '{2}' is in {3}", "{0} 的限值单位为 {1}，而点位 “{2}” 的单位为 {3}"),
        ("let the device give {1}, or set the limit in the site file", "请让设备输出 {1}，或在站点文件中自行设置限值"),
        ("A limit is converted only where the factor is exact. Between these units there is none, for example because it depends on temperature.",
         "只有换算系数精确时才会换算限值。这两个单位之间没有精确系数，例如取决于温度。"));

    public static readonly ProblemKind GradeC = new("A105", Severity.Info,
        ("the limit of {0} in '{1}' for '{2}' is not in force: its grade is C", "“{1}” 中 {0}（{2}）的限值未启用：等级为 C"),
        ("check it against the standard and set it in the site file", "请对照标准核实后在站点文件中设置"),
        ("Limits with one source only ship disabled, so that nobody is judged by a number that may be wrong.",
         "仅有单一来源的限值默认停用，以免用可能有误的数字作判断。"));

    public static readonly ProblemKind RowTwice = new("A106", Severity.Error,
        ("class '{0}' has '{1}' of {2} twice", "类别 “{0}” 的 {2} 有两个 “{1}”"),
        ("keep one of the two rows", "请保留其中一行"),
        ("Two rows set the same limit, so it is not clear which one counts.", "两行设置了同一限值，无法确定以哪一行为准。"));

    public static readonly ProblemKind RowEmpty = new("A107", Severity.Error,
        ("the row sets no limit", "该行没有设置限值"),
        ("add high, low, high_high or low_low", "请添加 high、low、high_high 或 low_low"),
        ("A row without a limit would look like supervision and be none.", "没有限值的行看似监督，实则无效。"));

    public static readonly ProblemKind PackName = new("A108", Severity.Error,
        ("the pack calls itself '{0}' but its file is '{1}'", "限值包自称 “{0}”，而文件是 “{1}”"),
        ("write 'limits: {1}', or move the file", "请写 “limits: {1}”，或移动文件"),
        ("A pack is found by its name, which is its file name without .yaml.", "限值包按名称查找，名称即文件名（不含 .yaml）。"));

    public static readonly ProblemKind SameLimit = new("A109", Severity.Error,
        ("packs '{0}' and '{1}' both set '{2}' of point '{3}'", "限值包 “{0}” 与 “{1}” 都设置了点位 “{3}” 的 “{2}”"),
        ("use one of the packs, or set the limit in the site file", "请只用一个限值包，或在站点文件中设置该限值"),
        ("Two standards judge the same point. Which one counts is the site's decision: set the limit under 'alarms:'.",
         "两个标准同时判断一个点位。以哪个为准由站点决定：请在 “alarms:” 下设置限值。"));

    public static readonly ProblemKind NothingToCompare = new("A110", Severity.Error,
        ("device '{0}' can never raise '{1}': its profile {2} does not say how to tell", "设备 “{0}” 不可能触发 “{1}”：其模板 {2} 未说明如何判断"),
        ("remove '{1}', or add {3} to the profile", "请删除 “{1}”，或在模板中添加 {3}"),
        ("A wrong device is found by the profile's 'identify' checks, and wrong firmware by the register that 'firmware' names. Without them the setting would look like "
            + "supervision and be none.",
         "接错设备由模板的 “identify” 校验发现，固件不符由 “firmware” 指定的寄存器发现。没有它们，该设置看似监督，实则无效。"));

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        LimitOrder, OutsideRange, CanChatter, NotANumber, NoLimit, Looser, PackNotFound, NeedsClass, NothingLimited, UnitDiffers, GradeC, RowTwice, RowEmpty,
        PackName, SameLimit, NothingToCompare,
    ];
}
