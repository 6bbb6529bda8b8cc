using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Family P: what is said of units that are settings of a device.</summary>
internal static class UnitProblems
{
    public static readonly ProblemKind Misspelt = new("P219", Severity.Warning,
        ("'{0}' is not the UCUM code of a unit used here", "“{0}” 不是此处使用的 UCUM 单位代码"),
        ("UCUM codes are case-sensitive: mg/L, Cel, [pH], {NTU}, uS/cm", "UCUM 代码区分大小写：mg/L、Cel、[pH]、{NTU}、uS/cm"),
        ("Units are written as UCUM codes, so that every platform understands the same unit. Case matters: mg is milligram, Mg is megagram.",
         "单位使用 UCUM 代码，使各平台理解一致。区分大小写：mg 是毫克，Mg 是兆克。"));

    public static readonly ProblemKind NothingOpen = new("P251", Severity.Error,
        ("there is nothing to say of the unit of '{0}': it is {1}", "点位 “{0}” 的单位无需说明：为 {1}"),
        ("leave it out", "请删除"),
        ("Under 'units' stands only what a setting of the device leaves open. Here the unit is fixed, or a register tells it and the gateway converts.",
         "“units” 中只写由设备设置决定、寄存器不能说明的单位。此处单位固定，或由寄存器给出并由网关换算。"));

    public static readonly ProblemKind CodesNeeded = new("P252", Severity.Error,
        ("'{0}' needs {1} code(s), of {2}", "“{0}” 需要 {1} 个代码，来自 {2}"),
        ("read the registers with envgw reg read while the display shows the unit, and write { unit: …, code: … }, several as [1, 2]",
         "在显示屏显示该单位时用 envgw reg read 读出寄存器，写成 { unit: …, code: … }，多个写成 [1, 2]"),
        ("The device tells its unit by codes whose table is not public. The codes that stand there when the values agree with the display are kept in the site "
            + "file; as soon as the device tells others, the values read bad.",
         "设备用代码表示单位，而代码表没有公开。把数值与显示屏一致时的代码写入站点文件；一旦设备给出其他代码，数值即为无效。"));

    public static readonly ProblemKind NotSettable = new("P253", Severity.Error,
        ("the device's '{0}' cannot be in '{1}'", "设备的 “{0}” 不可能以 “{1}” 为单位"),
        ("units: {2}", "可选单位：{2}"),
        ("Only units that the device can be set to and that are converted exactly can be said.", "只能写设备可以设置、并且能精确换算的单位。"));

    public static readonly ProblemKind SettingUnfit = new("P254", Severity.Error,
        ("'{0}' does not go with '{1}'", "“{0}” 不能与 “{1}” 同时使用"),
        ("keep one of the two", "请只保留其中之一"),
        ("Either a register tells the unit (unit_from, scale_from), or the site gives the factor to it (needs_scale), or the site says it (unit_setting).",
         "单位要么由寄存器说明（unit_from、scale_from），要么由站点给出系数（needs_scale），要么由站点说明（unit_setting）。"));

    public static readonly ProblemKind StepsMissing = new("P255", Severity.Error,
        ("{0} has {1} steps, but the channel has {2} slots", "{0} 有 {1} 个步长，而通道有 {2} 个"),
        ("write one number for all, or one step less than there are slots", "请写一个统一的步长，或比通道数少一个的列表"),
        ("A list of steps leads from each slot to the next.", "步长列表依次给出从一个通道到下一个通道的距离。"));

    public static IReadOnlyList<ProblemKind> All { get; } = [Misspelt, NothingOpen, CodesNeeded, NotSettable, SettingUnfit, StepsMissing];
}
