using System.Buffers.Binary;
using System.Globalization;
using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>Reads the list <c>bad:</c> of a point into raw bytes.</summary>
internal static class SentinelParser
{
    public static IReadOnlyList<Sentinel> Read(SourceFile file, ProblemList problems, MapNode point, RegisterType type)
    {
        var sentinels = new List<Sentinel>();
        foreach (var item in point.Items("bad"))
        {
            var quality = Quality.Bad(QualityReason.SensorFault);
            if (item is MapNode map)
            {
                if (QualityParser.Read(file, problems, map) is not { } meaning) continue;
                quality = meaning.Quality;
            }
            if ((item as ScalarNode ?? (item as MapNode)?.Scalar("value")) is not { } value) continue;
            if (value.Kind == ScalarKind.Text && value.Text != "nan") continue;   // its shape has been reported
            if (Bytes(value.Text, type) is { } bytes) sentinels.Add(new Sentinel(bytes, quality));
            else problems.Add(file.Problem(ProfileProblems.SentinelUnfit, value.Span, value.Text, RegisterTypeText.Of(type), Help(type)));
        }
        return sentinels;
    }

    private static Wording Help(RegisterType type)
    {
        int digits = RegisterTypeText.Registers(type) * 4;
        return type is RegisterType.Text or RegisterType.Bit
            ? ("leave 'bad' out", "请删除 bad")
            : ($"write a number that it can hold, or {digits} hexadecimal digits after 0x", $"请写该类型能表示的数字，或 0x 加 {digits} 位十六进制数");
    }

    /// <summary>The bytes of a value, most significant first; empty for any NaN; null when the type cannot hold it.</summary>
    private static byte[]? Bytes(string text, RegisterType type)
    {
        int width = RegisterTypeText.Registers(type) * 2;
        if (width == 0) return null;
        if (text == "nan") return RegisterTypeText.IsFloat(type) ? [] : null;
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return text.Length - 2 == width * 2 ? Convert.FromHexString(text.AsSpan(2)) : null;
        byte[] bytes = new byte[8];
        if (RegisterTypeText.IsFloat(type))
        {
            if (!double.TryParse(text, NumberStyles.Float, null, out double number)) return null;
            if (type == RegisterType.Float32) BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4), (float)number);
            else BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
            return bytes[^width..];
        }
        if (!CoreSchema.TryInteger(text, out long whole) || !Fits(whole, type)) return null;
        BinaryPrimitives.WriteInt64BigEndian(bytes, whole);
        return bytes[^width..];
    }

    private static bool Fits(long value, RegisterType type) => type switch
    {
        RegisterType.UInt16 => value is >= 0 and <= ushort.MaxValue,
        RegisterType.Int16 => value is >= short.MinValue and <= short.MaxValue,
        RegisterType.UInt32 => value is >= 0 and <= uint.MaxValue,
        RegisterType.Int32 => value is >= int.MinValue and <= int.MaxValue,
        RegisterType.UInt64 => value >= 0,
        RegisterType.Int64 => true,
        _ => false,   // sign and magnitude, BCD, single bytes: only as 0x bytes
    };
}
