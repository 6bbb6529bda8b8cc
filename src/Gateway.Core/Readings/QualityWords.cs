using Gateway.Core.Documents;

namespace Gateway.Core.Readings;

/// <summary>Quality as people read it; files and feeds have <c>G</c>, <c>U:reason</c>, <c>B:reason</c>.</summary>
internal static class QualityWords
{
    private static readonly string[] _chinese =
    [
        "", "尚未读取", "超时", "校验错误", "设备返回异常码", "应答不匹配", "通信中断", "超量程", "传感器故障", "校准", "校准到期", "维护",
        "未更新（陈旧）", "数值冻结", "已停用", "估算值", "人工置数",
        "未分配传感器", "时钟未同步", "含义不明", "设备不符", "未稳定", "尚无新测量值", "单位未确认",
    ];

    public static Wording Of(Quality quality)
    {
        var status = quality.Status switch
        {
            QualityStatus.Good => new Wording("good", "有效"),
            QualityStatus.Uncertain => new Wording("uncertain", "存疑"),
            _ => new Wording("bad", "无效"),
        };
        if (quality.Reason == QualityReason.None) return status;
        var reason = Of(quality.Reason);
        return ($"{status.English}: {reason.English}", $"{status.Chinese}：{reason.Chinese}");
    }

    public static Wording Of(QualityReason reason) =>
        (QualityText.Of(reason), (int)reason < _chinese.Length ? _chinese[(int)reason] : QualityText.Of(reason));

    /// <summary>Of its text on the wire.</summary>
    public static Wording Of(string text) => QualityText.TryParse(text, out var quality) ? Of(quality) : text;
}
