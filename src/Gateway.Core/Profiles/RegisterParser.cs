using System.Globalization;
using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>Reads addresses and register references in the notation and byte order of one profile, and reports what cannot be.</summary>
internal sealed class RegisterParser(SourceFile file, ProblemList problems, AddressNotation notation, ByteOrder order)
{
    /// <summary>What is needed of a reference beyond its keys.</summary>
    /// <param name="FallbackType">Type of a register that names none; null when it must.</param>
    /// <param name="TextRegisters">How many registers a text takes.</param>
    public readonly record struct Wanted(RegisterType? FallbackType = null, int TextRegisters = 0);

    public (RegisterTable Table, int Address)? Address(Node? node)
    {
        if (node is not ScalarNode scalar) return null;
        return scalar.Text.Contains(':', StringComparison.Ordinal) ? Prefixed(scalar) : Plc(scalar);
    }

    /// <summary>A reference written short, as an address, or long, as a map.</summary>
    /// <param name="type">Type of a reference that names none; not text.</param>
    public RegisterReference? Source(Node? node, RegisterType type = RegisterType.UInt16) => node switch
    {
        MapNode map => Reference(map, new Wanted(type)),
        ScalarNode scalar => Reference(scalar, type, Math.Max(1, RegisterTypeText.Registers(type)), null, null),
        _ => null,
    };

    /// <summary>Consecutive registers, written as an address alone or with how many.</summary>
    /// <param name="least">Fewest that make sense; 1, or 0 where a request for nothing means something.</param>
    public RegisterRange? Range(Node? node, int least = 1)
    {
        var map = node as MapNode;
        var read = map?.Scalar("read") ?? map?.Scalar("write") ?? node as ScalarNode;
        if (read is null || Address(read) is not { } place) return null;
        long count = map is null ? 1 : map.Integer("registers") ?? 1;
        if (count < least || count > ushort.MaxValue) return null;
        if (place.Address + count <= 65536) return new RegisterRange(place.Table, (ushort)place.Address, (ushort)count);
        problems.Add(file.Problem(ProfileProblems.AddressRange, read.Span, read.Text));
        return null;
    }

    public RegisterReference? Reference(MapNode map, Wanted wanted)
    {
        if (map.Scalar("read") is not { } read || Address(read) is not { } place) return null;
        bool isBits = place.Table is RegisterTable.Coil or RegisterTable.DiscreteInput;
        if (Type(map, isBits, read, wanted.FallbackType) is not { } type) return null;
        int quantity = isBits ? 1 : type == RegisterType.Text ? wanted.TextRegisters : RegisterTypeText.Registers(type);
        if (quantity == 0) return null;
        ByteOrder? own = ByteOrderText.TryParse(map.Text("byte_order"), out var written) ? written : null;
        return Reference(read, type, quantity, own, Mask(map, type)) is { } reference ? reference with { Steps = Steps(map["stride"]) } : null;
    }

    private static SlotSteps? Steps(Node? node) => node switch
    {
        ScalarNode scalar when CoreSchema.TryInteger(scalar.Text, out long all) => new SlotSteps([(int)all]),
        ListNode list => new SlotSteps([.. list.Items.OfType<ScalarNode>().Select(item => CoreSchema.TryInteger(item.Text, out long one) ? (int)one : 0)]),
        _ => null,
    };

    private RegisterReference? Reference(ScalarNode read, RegisterType type, int quantity, ByteOrder? own, ulong? mask)
    {
        if (Address(read) is not { } place) return null;
        if (place.Address + quantity > 65536)
        {
            problems.Add(file.Problem(ProfileProblems.AddressRange, read.Span, read.Text));
            return null;
        }
        return new RegisterReference(new RegisterRange(place.Table, (ushort)place.Address, (ushort)quantity), type, own ?? order, mask, own is null);
    }

    private RegisterType? Type(MapNode map, bool isBits, ScalarNode read, RegisterType? fallback)
    {
        string? word = map.Text("type");
        bool isKnown = RegisterTypeText.TryParse(word, out var type);
        if (word is not null && !isKnown) return null;
        Wording help = isBits ? ("leave 'type' out", "请删除 type")
            : ("choose a type; for one bit use 'type: uint16' with 'bit: …'", "请选择 type；只取一位时写 type: uint16 加 bit: …");
        if (isBits ? isKnown && type != RegisterType.Bit : isKnown ? type == RegisterType.Bit : fallback is null)
        {
            var at = map.Scalar("type")?.Span ?? read.Span;
            problems.Add(file.Problem(ProfileProblems.TypeUnfit, at, read.Text, word is null ? ("a value without a type", "无 type 的值") : (Wording)word, help));
            return null;
        }
        return isBits ? RegisterType.Bit : isKnown ? type : fallback;
    }

    private ulong? Mask(MapNode map, RegisterType type)
    {
        long? bit = map.Integer("bit"), mask = map.Integer("mask");
        if (bit is null && mask is null) return null;
        var entry = map.Find(bit is null ? "mask" : "bit")!;
        int bits = RegisterTypeText.MaskableBits(type);
        if (bits == 0 || (bit is not null && mask is not null))
            problems.Add(file.Problem(ProfileProblems.KeyUnfit, entry.Key.Span, entry.Name, bits == 0 ? With(type) : _withMask));
        else if (bit >= bits || (mask is { } chosen && bits < 63 && chosen >> bits != 0))
            problems.Add(file.Problem(ProfileProblems.DoesNotFit, entry.Value.Span, $"{entry.Name} {((ScalarNode)entry.Value).Text}", bits));
        else
            return bit is { } place ? 1UL << (int)place : (ulong)mask!.Value;
        return null;
    }

    private static readonly Wording _withMask = ("together with 'mask'", "与 “mask” 同时出现时");

    private static Wording With(RegisterType type) => ($"with type {RegisterTypeText.Of(type)}", $"类型 {RegisterTypeText.Of(type)} ");

    private (RegisterTable Table, int Address)? Prefixed(ScalarNode scalar)
    {
        int colon = scalar.Text.IndexOf(':', StringComparison.Ordinal);
        int table = RegisterText.Prefixes.ToList().IndexOf(scalar.Text[..colon]);
        string digits = scalar.Text[(colon + 1)..];
        bool isHex = digits.StartsWith("0x", StringComparison.Ordinal);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (table < 0 || !int.TryParse(isHex ? digits[2..] : digits, style, null, out int number)) return null;
        if (notation == AddressNotation.Plc)
        {
            problems.Add(file.Problem(ProfileProblems.AddressNotation, scalar.Span, scalar.Text, "plc", ("numbers such as 40003", "40003 这样的编号")));
            return null;
        }
        int address = notation == AddressNotation.MinusOne ? number - 1 : number;
        if (address is >= 0 and <= 65535) return ((RegisterTable)table, address);
        problems.Add(file.Problem(ProfileProblems.AddressRange, scalar.Span, scalar.Text));
        return null;
    }

    private (RegisterTable Table, int Address)? Plc(ScalarNode scalar)
    {
        string text = scalar.Text;
        if (PlcNumber.Parse(text) is not var (table, address)) return null;
        if (notation != AddressNotation.Plc)
        {
            int written = notation == AddressNotation.MinusOne ? address + 1 : address;
            string meant = table is { } known && address >= 0 ? RegisterText.Short(known, written) : "hr:2";
            string own = notation == AddressNotation.MinusOne ? "minus_one" : "zero_based";
            problems.Add(file.Problem(
                ProfileProblems.AddressNotation, scalar.Span, text, own, ($"{meant}, or set 'addresses: plc'", $"{meant}，或设 “addresses: plc”")));
            return null;
        }
        if (table is not null && address is >= 0 and <= 65535) return (table.Value, address);
        problems.Add(file.Problem(ProfileProblems.AddressRange, scalar.Span, text));
        return null;
    }
}
